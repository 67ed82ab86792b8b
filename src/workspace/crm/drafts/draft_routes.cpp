#include "workspace/crm/drafts/draft_routes.hpp"

#include "base/error.hpp"
#include "base/unicode.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
std::string DraftNameOf(const http::Context& ctx) {
  const std::string& name = ctx.Param("name");
  if (!IsDraftName(name)) {
    throw InvalidField("name",
                       fmt::format("wants letters, digits and -, and after a colon the id of what it is "
                                   "about; {} bytes at most",
                                   kMaxDraftName));
  }
  return name;
}

// As they stand in the form: empty, with line breaks, half a word.
std::optional<Fields> CheckTyped(const json::value& value) {
  if (!value.is_object() || value.get_object().size() > kMaxDraftFields) return std::nullopt;
  Fields fields;
  std::size_t bytes = 0;
  for (const auto& [name, text] : value.get_object()) {
    const auto* typed = text.if_string();
    if (typed == nullptr || name.empty() || name.size() > kMaxFieldName ||
        typed->find('\0') != json::string::npos)
      return std::nullopt;
    if (!IsUtf8(name) || !IsUtf8(*typed)) return std::nullopt;
    bytes += name.size() + typed->size();
    fields.emplace(name, std::string(*typed));
  }
  return bytes <= kMaxDraftBytes ? std::optional(std::move(fields)) : std::nullopt;
}

constexpr http::TextRule kSeen{.max = 64};

struct Typed {
  Fields fields;
  DraftService::Sent sent;
  DraftService::Seen seen;
};

Typed ParseTyped(http::BodyReader body) {
  const json::value* value = body.Raw("fields");
  auto fields = value == nullptr ? std::nullopt : CheckTyped(*value);
  if (!fields) {
    body.Refuse("fields", fmt::format("wants an object of at most {} texts, {} bytes together",
                                      kMaxDraftFields, kMaxDraftBytes));
  }
  const auto sent =
      body.OptionalBool("again").value_or(false) ? DraftService::Sent::kAgain : DraftService::Sent::kFirst;
  DraftService::Seen seen;
  if (body.Has("seen")) seen = body.OptionalText("seen", kSeen).value_or("");
  body.Finish();
  return {std::move(*fields), sent, std::move(seen)};
}
}  // namespace

void MountDrafts(http::Router& router, DraftService& drafts) {
  router.Get("/api/drafts", http::SignedIn(), [&](http::Context& ctx) -> Task<http::Response> {
    ctx.Query().Finish();
    json::array items;
    for (const Draft& draft : co_await drafts.List(ctx.caller())) items.push_back(ToJson(draft));
    co_return http::Ok(std::move(items));
  });
  router.Put("/api/drafts/:name", http::SignedIn(),
             [&](http::Context& ctx) -> Task<http::Response> {
               std::string name = DraftNameOf(ctx);
               auto [fields, sent, seen] = ParseTyped(ctx.Body());
               co_return http::Ok(ToJson(co_await drafts.Put(ctx.caller(), std::move(name), std::move(fields),
                                                             sent, std::move(seen))));
             },
             {.max_body_bytes = 4 * kMaxDraftBytes});  // a character may be written as \u and four digits
  router.Delete("/api/drafts/:name", http::SignedIn(), [&](http::Context& ctx) -> Task<http::Response> {
    http::QueryReader query = ctx.Query();
    DraftService::Seen seen = query.Text("seen", kSeen);
    query.Finish();
    co_await drafts.Delete(ctx.caller(), DraftNameOf(ctx), std::move(seen));
    co_return http::NoContent();
  });
}
}  // namespace vss::crm
