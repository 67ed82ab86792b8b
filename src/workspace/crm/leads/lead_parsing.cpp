#include "workspace/crm/leads/lead_parsing.hpp"

#include <charconv>

#include "base/email.hpp"
#include "base/error.hpp"
#include "workspace/crm/body_values.hpp"

namespace vss::crm {
namespace {
constexpr std::size_t kMaxIdsBytes = 100 * 37;

std::optional<LeadStatus> ReadStatus(http::BodyReader& body) {
  body.RefuseNull({"status"});
  const auto name = body.OptionalText("status");
  if (!name) return std::nullopt;
  const auto status = ParseLeadStatus(*name);
  if (!status) body.Refuse("status", kLeadStatusWants);
  return status;
}

std::optional<std::string> ReadTimeZone(http::BodyReader& body) {
  const auto text = body.OptionalText("timezone", {.min = 1, .max = 64});
  return text ? Accept(body, "timezone", CheckTimeZone(*text)) : std::nullopt;
}

// RFC 9110 §13.1.1. A weak or foreign tag matches no version that there is.
std::optional<std::int64_t> ParseIfMatch(std::string_view text) {
  if (text == "*") return std::nullopt;
  if (text.starts_with("W/")) text.remove_prefix(2);
  std::int64_t version = 0;
  const bool quoted = text.size() > 3 && text.starts_with("\"v") && text.ends_with('"');
  if (quoted) std::from_chars(text.data() + 2, text.data() + text.size() - 1, version);
  return version;
}

std::vector<std::string> SplitAtCommas(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find(',', from), text.size());
    if (end > from) parts.emplace_back(text.substr(from, end - from));
    from = end + 1;
  }
  return parts;
}

std::vector<std::string> ReadIdsFilter(http::QueryReader& query) {
  const auto text = query.Text("ids", {.min = 36, .max = kMaxIdsBytes});
  if (!text) return {};
  std::vector<std::string> ids = SplitAtCommas(*text);
  if (ids.empty() || !std::ranges::all_of(ids, [](const std::string& id) { return IsUuid(id); }))
    query.Refuse("ids", "wants up to 100 UUIDs in lower case with commas between them");
  return ids;
}

std::optional<std::optional<std::string>> ReadOwnerFilter(http::QueryReader& query, std::string_view name,
                                                          std::string_view whose) {
  const auto text = query.Text(name, {.min = 1, .max = 36});
  if (!text) return std::nullopt;
  if (*text == "none") return std::optional<std::string>();
  if (!IsUuid(*text)) query.Refuse(name, fmt::format("wants the id of a {}, or none", whose));
  return std::optional<std::string>(*text);
}
}  // namespace

CreateLead ParseCreateLead(http::BodyReader body, std::string_view country) {
  CreateLead command;
  command.client_name =
      Accept(body, "client_name", CheckLine(body.Text("client_name", {.min = 1, .max = kMaxName}), kMaxName))
          .value_or("");
  command.phone = ReadPhone(body, "phone", body.Text("phone", kPhoneRule), country).value_or("");
  command.email = ReadEmail(body, "email");
  command.status = ReadStatus(body).value_or(LeadStatus::kNew);
  command.assigned_seller = CheckUuid(body, "assigned_seller", body.OptionalText("assigned_seller"));
  command.team_id = CheckUuid(body, "team_id", body.OptionalText("team_id"));
  command.source = ReadLine(body, "source", kMaxSource);
  command.timezone = ReadTimeZone(body);
  command.region = ReadLine(body, "region", kMaxRegion);
  command.fields = ReadFields(body).value_or(Fields());
  command.client_id = CheckUuid(body, "client_id", body.OptionalText("client_id"));
  body.Finish();
  return command;
}

// Absent means "as it is"; null clears what may be empty and is refused for the rest.
UpdateLead ParseUpdateLead(http::BodyReader body, std::optional<std::string_view> if_match,
                           std::string_view country) {
  UpdateLead change;
  body.RefuseNull({"client_name", "phone"});
  body.RequireAny({"client_name", "phone", "email", "status", "assigned_seller", "team_id", "source",
                   "timezone", "region", "fields", "client_id"});
  change.client_name = ReadLine(body, "client_name", kMaxName);
  change.phone = ReadPhone(body, "phone", body.OptionalText("phone", kPhoneRule), country);
  if (auto email = ReadEmail(body, "email"); body.Has("email")) change.email = email;
  change.status = ReadStatus(body);
  if (auto id = CheckUuid(body, "assigned_seller", body.OptionalText("assigned_seller"));
      body.Has("assigned_seller"))
    change.assigned_seller = id;
  if (auto id = CheckUuid(body, "team_id", body.OptionalText("team_id")); body.Has("team_id"))
    change.team_id = id;
  if (auto text = ReadLine(body, "source", kMaxSource); body.Has("source")) change.source = text;
  if (auto zone = ReadTimeZone(body); body.Has("timezone")) change.timezone = zone;
  if (auto text = ReadLine(body, "region", kMaxRegion); body.Has("region")) change.region = text;
  change.fields = ReadFields(body);
  if (auto id = CheckUuid(body, "client_id", body.OptionalText("client_id")); body.Has("client_id"))
    change.client_id = id;
  body.Finish();
  if (if_match && *if_match != "*") change.if_version = ParseIfMatch(*if_match);
  return change;
}

LeadFilter ParseLeadFilter(http::QueryReader& query, std::string_view country) {
  LeadFilter filter;
  if (const auto name = query.Text("status")) {
    filter.status = ParseLeadStatus(*name);
    if (!filter.status) query.Refuse("status", kLeadStatusWants);
  }
  filter.assigned_seller = ReadOwnerFilter(query, "assigned_seller", "user");
  filter.team_id = ReadOwnerFilter(query, "team_id", "team");
  if (const auto q = query.Text("q", {.min = 1, .max = 100})) filter.q = ParseSearch(*q, country);
  filter.phone = ReadPhone(query, "phone", query.Text("phone", kPhoneRule), country);
  if (const auto email = query.Text("email", {.min = 1, .max = 254})) filter.email = ToLowerAscii(*email);
  filter.client_id = CheckUuid(query, "client_id", query.Text("client_id"));
  filter.from = query.Time("from", DayEdge::kStart);
  filter.to = query.Time("to", DayEdge::kEnd);
  filter.ids = ReadIdsFilter(query);
  return filter;
}

std::vector<std::string> ParseExportedFields(http::QueryReader& query) {
  return SplitAtCommas(query.Text("fields", {.min = 1, .max = 2000}).value_or(""));
}

std::string ETagOf(const Lead& lead) { return fmt::format("\"v{}\"", lead.version); }
}  // namespace vss::crm
