#include "ottb/recordings/recording_json.hpp"

#include "ottb/calls/call_json.hpp"

namespace vss::ottb {
namespace {
json::value OrNull(const std::optional<std::string>& text) { return text ? json::value(*text) : nullptr; }
}  // namespace

json::object ToJson(const Recording& recording) {
  return {{"recording_id", Wire(recording.id)},
          {"call_id", Wire(recording.call_id)},
          {"slot_id", recording.slot_id.value},
          {"user_id", OrNull(recording.user_id)},
          {"team_id", OrNull(recording.team_id)},
          {"lead_id", OrNull(recording.lead_id)},
          {"campaign_id", OrNull(recording.campaign_id)},
          {"phone_number",
           recording.phone_number.empty() ? json::value(nullptr) : json::value(recording.phone_number)},
          {"bytes", recording.bytes},
          {"duration_s", Seconds(recording.duration)},
          {"truncated", recording.truncated},
          {"started_at", FormatRfc3339(recording.started_at)},
          {"audio", fmt::format("/api/recordings/{}/audio", Wire(recording.id))}};
}
}  // namespace vss::ottb
