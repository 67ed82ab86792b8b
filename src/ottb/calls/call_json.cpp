#include "ottb/calls/call_json.hpp"

#include "ottb/cdr/cdr.hpp"

namespace vss::ottb {
namespace {
json::value OrNull(const std::optional<std::string>& text) { return text ? json::value(*text) : nullptr; }
json::value OrNull(const std::optional<Instant>& at) {
  return at ? json::value(FormatRfc3339(*at)) : nullptr;
}
json::value OrNull(int code) { return code == 0 ? json::value(nullptr) : json::value(code); }
}  // namespace

json::object ToJson(const Call& call) {
  json::object out{
      {"call_id", Wire(call.id)},
      {"slot_id", call.slot_id.value},
      {"trunk_id", call.trunk_id.value},
      {"number", call.line},
      {"state", ToString(call.state)},
      {"phone_number", call.phone_number.empty() ? json::value(nullptr) : json::value(call.phone_number)},
      {"caller_id", call.caller_id.empty() ? json::value(nullptr) : json::value(call.caller_id)},
      {"user_id", OrNull(call.user_id)},
      {"username", call.username},
      {"team_id", OrNull(call.team_id)},
      {"lead_id", OrNull(call.lead_id)},
      {"campaign_id", OrNull(call.campaign_id)},
      {"record", call.record},
      {"recording_id", call.recording_id ? json::value(Wire(*call.recording_id)) : nullptr},
      {"started_at", FormatRfc3339(call.started_at)},
      {"ringing_at", OrNull(call.ringing_at)},
      {"answered_at", OrNull(call.answered_at)},
      {"ended_at", OrNull(call.ended_at)},
      {"end_reason", OrNull(call.end_reason)},
      {"hangup_cause", nullptr},
      {"sip_status", OrNull(call.sip_status)},
      {"q850", OrNull(call.q850)},
      {"disposition", nullptr},
      {"duration_s", nullptr},
      {"talk_s", nullptr}};
  if (call.ended_by) out["ended_by"] = *call.ended_by;
  if (!call.ended_at) return out;
  const Cdr cdr = MakeCdr(call, {});
  out["hangup_cause"] = Describe(call.hangup_cause.value_or(HangupReason::kSystem)).name;
  out["disposition"] = ToString(cdr.disposition);
  out["duration_s"] = Seconds(cdr.duration);
  out["talk_s"] = Seconds(cdr.talk);
  return out;
}
}  // namespace vss::ottb
