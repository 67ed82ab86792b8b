#include "dci/log/log_sources.hpp"

#include <algorithm>

#include "base/mask.hpp"
#include "dci/log/log_inbox.hpp"

namespace vss::dci {
namespace {
// Cuts at a character's start, so that UTF-8 stays whole.
std::string Cut(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  while (max_bytes > 0 && (static_cast<unsigned char>(text[max_bytes]) & 0xC0) == 0x80) --max_bytes;
  return std::string(text.substr(0, max_bytes));
}

// Fields that are too large would be cut in the middle of JSON: better to say that they were, and keep their
// names.
json::object Bounded(json::object fields) {
  if (ToText(fields).size() <= kMaxFieldsBytes) return fields;
  json::array names;
  for (const auto& [key, value] : fields) {
    if (names.size() < 64) names.emplace_back(Cut(key, 64));
  }
  return {{"truncated", true}, {"fields", std::move(names)}};
}

std::optional<std::string> TakeText(json::object& fields, std::string_view key) {
  const json::value* value = fields.if_contains(key);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  std::string text(value->get_string());
  fields.erase(key);
  return text;
}

// Events of calls and of the CRM are about persons, and whoever reads the log need not be allowed to see
// them: what happened to which object stays, who it was about does not.
constexpr std::string_view kAboutPersons[] = {"lead.", "client.",    "note.",    "call.",
                                              "cdr.",  "recording.", "autodial."};
constexpr std::string_view kImpersonal[] = {
    "id",         "call_id",     "lead_id",     "client_id", "note_id",    "recording_id", "import_id",
    "slot_id",    "trunk_id",    "number",      "line",      "user_id",    "username",     "assigned_seller",
    "team_id",    "action",      "change",      "state",     "status",     "started_at",   "answered_at",
    "ended_at",   "version",     "merged_into", "direction", "sip_status", "q850",         "hangup_cause",
    "end_reason", "disposition", "duration_ms", "talk_ms"};

json::object WithoutPersons(const Event& event) {
  const auto begins = [&](std::string_view kind) { return event.event.starts_with(kind); };
  // A call from outside that nobody takes has no other record than its line here.
  if (event.event == "call.incoming" || std::ranges::none_of(kAboutPersons, begins)) return event.data;
  json::object kept;
  for (const auto& [key, value] : event.data) {
    if (std::ranges::find(kImpersonal, std::string_view(key)) != std::end(kImpersonal) &&
        !value.is_structured())
      kept.emplace(key, value);
  }
  return kept;
}
}  // namespace

std::optional<LogLine> FromLog(const log::Line& line) {
  if (line.severity < Severity::kInfo || line.module == kOwnModule) return std::nullopt;
  LogLine out{.at = line.at,
              .module = line.module,
              .severity = line.severity,
              .message = Cut(line.message, kMaxMessageBytes),
              .fields = line.fields};
  out.request_id = TakeText(out.fields, "request_id");
  out.fields = Bounded(std::move(out.fields));
  return out;
}

void HideNumbers(json::object& fields) {
  for (const std::string_view key : {"phone_number", "caller_id"}) {
    json::value* const value = fields.if_contains(key);
    if (value != nullptr && value->is_string()) *value = MaskNumbers(std::string_view(value->get_string()));
  }
}

void HideNumbers(Page<StoredLogLine>& lines, const std::optional<std::string>& text) {
  const std::size_t found = lines.items.size();
  std::erase_if(lines.items, [&text](StoredLogLine& stored) {
    LogLine& line = stored.line;
    const auto shows = [&] { return (line.message + ToText(line.fields)).contains(*text); };
    const bool showed = text && shows();
    HideNumbers(line.fields);
    return showed && !shows();
  });
  if (lines.items.size() < found) lines.total = std::ssize(lines.items);
}

LogLine FromEvent(const Event& event) {
  return {.at = event.at,
          .module = event.source,
          .severity = event.event == "system.alert" ? Severity::kWarning : Severity::kInfo,
          .message = Cut(event.event, kMaxMessageBytes),
          .fields = Bounded(WithoutPersons(event)),
          .event_id = event.id,
          .f_flow = event.f_flow};
}
}  // namespace vss::dci
