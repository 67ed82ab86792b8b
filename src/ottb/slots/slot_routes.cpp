#include "ottb/slots/slot_routes.hpp"

#include <set>

#include "base/error.hpp"
#include "ottb/slots/slot_json.hpp"
#include "ottb/uuid.hpp"

namespace vss::ottb {
using http::Requires;

namespace {
// Answers that hold a password are not kept for Idempotency-Key. A repeated POST /api/slots is safe all the
// same: the trunk has the device by then, so it is refused with 409.
constexpr http::RouteOptions kShownOnce{.idempotent_by_key = false};
constexpr std::size_t kMostAtOnce = 200;
constexpr std::string_view kUuidWants = "wants a UUID in lower case";

SlotId IdOf(const http::Context& ctx) { return {ctx.IntParam("id")}; }

// ADB serials, host:port pairs, names. A leading dash could pass for an option on a command line.
bool IsDeviceId(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("_.:-").contains(c);
  };
  return !text.empty() && text.size() <= 64 && text[0] != '-' && std::ranges::all_of(text, allowed);
}

std::optional<std::string> ReadDeviceId(http::BodyReader& body, std::optional<std::string> text) {
  if (text && !IsDeviceId(*text)) {
    body.Refuse("device_id", "wants 1 to 64 letters, digits, and . _ : - but not - in front");
  }
  return text;
}

CreateSlot ParseCreateSlot(http::BodyReader body) {
  CreateSlot command;
  command.trunk_id = TrunkId{body.Int("trunk_id", {.min = 1})};
  command.device_id = ReadDeviceId(body, body.Text("device_id")).value_or(std::string());
  const auto type = ParseTrunkType(body.Text("type"));
  if (!type) body.Refuse("type", TrunkTypeWants());
  body.Finish();
  command.type = *type;
  return command;
}

std::vector<std::string> ReadDeviceIds(http::BodyReader& body) {
  auto ids = body.OptionalTexts("device_ids", kMostAtOnce, {.min = 1, .max = 64});
  if (!ids || ids->empty()) {
    body.Refuse("device_ids", fmt::format("wants a list of 1 to {} devices", kMostAtOnce));
    return {};
  }
  if (!std::ranges::all_of(*ids, IsDeviceId))
    body.Refuse("device_ids", "wants 1 to 64 letters, digits, and . _ : - but not - in front, of each");
  if (std::set<std::string>(ids->begin(), ids->end()).size() < ids->size())
    body.Refuse("device_ids", "wants each device once");
  return std::move(*ids);
}

CreateSlots ParseCreateSlots(http::BodyReader body) {
  CreateSlots command;
  command.trunk_id = TrunkId{body.Int("trunk_id", {.min = 1})};
  const auto type = ParseTrunkType(body.Text("type"));
  if (!type) body.Refuse("type", TrunkTypeWants());
  command.device_ids = ReadDeviceIds(body);
  body.Finish();
  command.type = *type;
  return command;
}

UpdateSlot ParseUpdateSlot(http::BodyReader body) {
  body.RefuseNull({"device_id"});
  body.RequireAny({"device_id"});
  UpdateSlot change{.device_id = ReadDeviceId(body, body.OptionalText("device_id"))};
  body.Finish();
  return change;
}

std::optional<std::string> ReadUuid(http::BodyReader& body, std::string_view name) {
  auto text = body.OptionalText(name);
  if (text && !IsUuid(*text)) body.Refuse(name, kUuidWants);
  return text;
}

// Nothing given: the caller takes the slot.
Binding ParseBinding(http::BodyReader body, const Principal& principal) {
  const auto user = ReadUuid(body, "user_id");
  const auto campaign = ReadUuid(body, "campaign_id");
  const bool pool = body.OptionalBool("pool").value_or(false);
  if (int{user.has_value()} + int{campaign.has_value()} + int{pool} > 1) {
    body.Refuse("user_id", "only one of user_id, campaign_id and pool can be given");
  }
  body.Finish();
  if (campaign) return Binding::Campaign(*campaign);
  if (pool) return Binding::Pool();
  return Binding::User(user.value_or(principal.user_id));
}

SlotFilter ParseSlotFilter(http::QueryReader& query) {
  SlotFilter filter;
  if (const auto trunk = query.Int("trunk_id", {.min = 1})) filter.trunk_id = TrunkId{*trunk};
  if (const auto type = query.Text("type")) {
    filter.type = ParseTrunkType(*type);
    if (!filter.type) query.Refuse("type", TrunkTypeWants());
  }
  if (const auto state = query.Text("state")) {
    filter.state = ParseSlotState(*state);
    if (!filter.state) query.Refuse("state", SlotStateWants());
  }
  filter.assigned_user = query.Text("assigned_user");
  if (filter.assigned_user && !IsUuid(*filter.assigned_user)) query.Refuse("assigned_user", kUuidWants);
  return filter;
}

json::object ToJson(const SipAccess& access) {
  return {{"username", access.username},
          {"password", access.password.Reveal()},
          {"domain", access.domain},
          {"port", access.port},
          {"transports", json::array{"udp", "tcp"}},
          {"uri", fmt::format("sip:{}@{}", access.username, access.domain)}};
}

json::object ToJson(const CreatedSlot& created, Instant now) {
  json::object body = ToJson(created.slot, now);
  body["sip"] = ToJson(created.sip);
  return body;
}

void MountInventory(http::Router& router, SlotService& slots) {
  router.Get("/api/slots", Requires(perm::kSlotsRead), [&](http::Context& ctx) -> Task<http::Response> {
    http::QueryReader query = ctx.Query();
    SlotFilter filter = ParseSlotFilter(query);
    const PageRequest page = query.Paging({"id", "number", "trunk_id", "state", "state_since", "device_id"});
    query.Finish();
    co_return http::List(ctx, page, co_await slots.List(std::move(filter), page),
                         [&](const Slot& slot) { return ToJson(slot, slots.Now()); });
  });

  router.Post(
      "/api/slots", Requires(perm::kSlotsCreate),
      [&](http::Context& ctx) -> Task<http::Response> {
        CreateSlot command = ParseCreateSlot(ctx.Body());
        const CreatedSlot created = co_await slots.Create(ctx.caller(), std::move(command));
        co_return http::Created("/api/slots/" + created.slot.id.str(), ToJson(created, slots.Now()));
      },
      kShownOnce);

  router.Post(
      "/api/slots/bulk", Requires(perm::kSlotsCreate),
      [&](http::Context& ctx) -> Task<http::Response> {
        CreateSlots command = ParseCreateSlots(ctx.Body());
        json::array created;
        for (const CreatedSlot& slot : co_await slots.CreateMany(ctx.caller(), std::move(command)))
          created.push_back(ToJson(slot, slots.Now()));
        co_return http::Json(201, std::move(created));
      },
      kShownOnce);

  router.Get("/api/slots/:id", Requires(perm::kSlotsRead), [&](http::Context& ctx) -> Task<http::Response> {
    co_return http::Ok(ToJson(co_await slots.Get(IdOf(ctx)), slots.Now()));
  });

  router.Patch("/api/slots/:id", Requires(perm::kSlotsUpdate),
               [&](http::Context& ctx) -> Task<http::Response> {
                 UpdateSlot change = ParseUpdateSlot(ctx.Body());
                 co_return http::Ok(
                     ToJson(co_await slots.Update(ctx.caller(), IdOf(ctx), std::move(change)), slots.Now()));
               });

  router.Delete("/api/slots/:id", Requires(perm::kSlotsDelete),
                [&](http::Context& ctx) -> Task<http::Response> {
                  const Slot removed = co_await slots.Delete(ctx.caller(), IdOf(ctx));
                  co_return http::Ok({{"deleted", {{"slot", ToJson(removed, slots.Now())}}}});
                });

  router.Post(
      "/api/slots/:id/credentials", Requires(perm::kSlotsAdmin),
      [&](http::Context& ctx) -> Task<http::Response> {
        ctx.Body().Finish();
        co_return http::Ok(ToJson(co_await slots.RotateCredentials(ctx.caller(), IdOf(ctx))));
      },
      kShownOnce);
}

using Step = Task<Slot> (SlotLifecycle::*)(const Caller&, SlotId);

// POST without fields that applies one trigger and answers the slot.
void MountStep(http::Router& router, std::string_view name, std::string_view permission,
               SlotLifecycle& lifecycle, Step step) {
  router.Post(
      fmt::format("/api/slots/:id/{}", name), Requires(permission),
      [&lifecycle, step](http::Context& ctx) -> Task<http::Response> {
        ctx.Body().Finish();
        co_return http::Ok(ToJson(co_await (lifecycle.*step)(ctx.caller(), IdOf(ctx)), lifecycle.Now()));
      });
}

void MountLifecycle(http::Router& router, SlotLifecycle& lifecycle) {
  router.Post(
      "/api/slots/:id/assign", Requires(perm::kSlotsUse), [&](http::Context& ctx) -> Task<http::Response> {
        Binding binding = ParseBinding(ctx.Body(), ctx.principal());
        co_return http::Ok(
            ToJson(co_await lifecycle.Assign(ctx.caller(), IdOf(ctx), std::move(binding)), lifecycle.Now()));
      });
  MountStep(router, "release", perm::kSlotsUse, lifecycle, &SlotLifecycle::Release);
  MountStep(router, "restart", perm::kSlotsAdmin, lifecycle, &SlotLifecycle::Restart);
  MountStep(router, "reset", perm::kSlotsAdmin, lifecycle, &SlotLifecycle::Reset);

  router.Get("/api/slots/:id/history", Requires(perm::kSlotsRead),
             [&](http::Context& ctx) -> Task<http::Response> {
               http::QueryReader query = ctx.Query();
               const PageRequest page = query.Paging({"-id"});
               query.Finish();
               co_return http::List(ctx, page, co_await lifecycle.History(ctx.caller(), IdOf(ctx), page),
                                    [](const Transition& transition) { return ToJson(transition); });
             });
}
}  // namespace

void MountSlots(http::Router& router, SlotService& slots, SlotLifecycle& lifecycle) {
  MountInventory(router, slots);
  MountLifecycle(router, lifecycle);
}
}  // namespace vss::ottb
