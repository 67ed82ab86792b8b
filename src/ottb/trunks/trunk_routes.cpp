#include "ottb/trunks/trunk_routes.hpp"

#include "ottb/e164.hpp"
#include "ottb/trunks/trunk_json.hpp"

namespace vss::ottb {
using http::Requires;

namespace {
constexpr http::TextRule kName{.min = 1, .max = 100};
constexpr http::TextRule kDescription{.max = 1000, .kind = http::TextRule::Kind::kParagraphs};
constexpr http::TextRule kRegion{.min = 1, .max = 64};
constexpr http::IntRule kCapacity{.min = 1, .max = kMaxTrunkCapacity};

TrunkId IdOf(const http::Context& ctx) { return {ctx.IntParam("id")}; }

TrunkType CheckType(http::BodyReader& body, const std::string& name) {
  const auto type = ParseTrunkType(name);
  if (!type) body.Refuse("type", TrunkTypeWants());
  return type.value_or(TrunkType::kAuto);
}

std::vector<std::string> CheckCallerIds(http::BodyReader& body, std::vector<std::string> numbers) {
  if (!std::ranges::all_of(numbers, IsE164)) {
    body.Refuse("caller_ids", "wants E.164 numbers: a plus and 8 to 15 digits, such as +79991111111");
  }
  std::vector<std::string> sorted = numbers;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) != sorted.end()) body.Refuse("caller_ids", "names a number twice");
  return numbers;
}

std::optional<std::vector<std::string>> ReadCallerIds(http::BodyReader& body) {
  auto numbers = body.OptionalTexts("caller_ids", kMaxCallerIds, {.min = 1, .max = 16});
  return numbers ? std::optional(CheckCallerIds(body, std::move(*numbers))) : std::nullopt;
}

std::optional<ProviderId> ReadProvider(http::BodyReader& body) {
  const auto id = body.OptionalInt("provider_id", {.min = 1});
  return id ? std::optional(ProviderId{*id}) : std::nullopt;
}

CreateTrunk ParseCreateTrunk(http::BodyReader body) {
  CreateTrunk command;
  command.name = body.Text("name", kName);
  command.type = CheckType(body, body.Text("type"));
  command.capacity = body.Int("capacity", kCapacity);
  command.description = body.OptionalText("description", kDescription);
  command.region = body.OptionalText("region", kRegion);
  command.caller_ids = ReadCallerIds(body).value_or(std::vector<std::string>());
  command.provider_id = ReadProvider(body);
  body.Finish();
  return command;
}

// Absent means "as it is"; null clears what may be empty and is refused for the rest.
UpdateTrunk ParseUpdateTrunk(http::BodyReader body) {
  UpdateTrunk change;
  body.RefuseNull({"name", "type", "capacity", "caller_ids"});
  body.RequireAny({"name", "type", "capacity", "description", "region", "caller_ids", "provider_id"});
  change.name = body.OptionalText("name", kName);
  if (const auto type = body.OptionalText("type")) change.type = CheckType(body, *type);
  change.capacity = body.OptionalInt("capacity", kCapacity);
  if (auto text = body.OptionalText("description", kDescription); body.Has("description"))
    change.description = text;
  if (auto text = body.OptionalText("region", kRegion); body.Has("region")) change.region = text;
  change.caller_ids = ReadCallerIds(body);
  if (auto provider = ReadProvider(body); body.Has("provider_id")) change.provider_id = provider;
  body.Finish();
  return change;
}

TrunkFilter ParseTrunkFilter(http::QueryReader& query) {
  TrunkFilter filter;
  if (const auto type = query.Text("type")) {
    filter.type = ParseTrunkType(*type);
    if (!filter.type) query.Refuse("type", TrunkTypeWants());
  }
  filter.region = query.Text("region", kRegion);
  filter.q = query.Text("q", {.min = 1, .max = 100});
  return filter;
}

json::object ToJson(const DeletedTrunk& deleted) {
  json::array slots;
  for (const Slot& slot : deleted.slots) slots.push_back({{"id", slot.id.value}, {"number", slot.number}});
  return {{"deleted", {{"trunk", ToJson(deleted.trunk)}, {"slots", std::move(slots)}}}};
}
}  // namespace

void MountTrunks(http::Router& router, TrunkService& trunks) {
  router.Get("/api/trunks", Requires(perm::kTrunksRead), [&](http::Context& ctx) -> Task<http::Response> {
    http::QueryReader query = ctx.Query();
    TrunkFilter filter = ParseTrunkFilter(query);
    const PageRequest page = query.Paging({"id", "name", "type", "capacity", "created_at"});
    query.Finish();
    co_return http::List(ctx, page, co_await trunks.List(std::move(filter), page),
                         [](const Trunk& trunk) { return ToJson(trunk); });
  });

  router.Post("/api/trunks", Requires(perm::kTrunksCreate), [&](http::Context& ctx) -> Task<http::Response> {
    CreateTrunk command = ParseCreateTrunk(ctx.Body());
    const Trunk trunk = co_await trunks.Create(ctx.caller(), std::move(command));
    co_return http::Created("/api/trunks/" + trunk.id.str(), ToJson(trunk));
  });

  router.Get("/api/trunks/:id", Requires(perm::kTrunksRead), [&](http::Context& ctx) -> Task<http::Response> {
    co_return http::Ok(ToJson(co_await trunks.Get(IdOf(ctx))));
  });

  router.Patch(
      "/api/trunks/:id", Requires(perm::kTrunksUpdate), [&](http::Context& ctx) -> Task<http::Response> {
        UpdateTrunk change = ParseUpdateTrunk(ctx.Body());
        co_return http::Ok(ToJson(co_await trunks.Update(ctx.caller(), IdOf(ctx), std::move(change))));
      });

  router.Delete("/api/trunks/:id", Requires(perm::kTrunksDelete),
                [&](http::Context& ctx) -> Task<http::Response> {
                  co_return http::Ok(ToJson(co_await trunks.Delete(ctx.caller(), IdOf(ctx))));
                });
}
}  // namespace vss::ottb
