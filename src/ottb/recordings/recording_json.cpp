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

json::object ToJson(RecordingId id, const Waveform& waveform) {
  json::array channels;
  for (const auto& peaks : waveform.channels) {
    json::array channel;
    channel.reserve(peaks.size());
    for (const std::uint16_t thousandths : peaks) channel.emplace_back(thousandths / 1000.0);
    channels.push_back(std::move(channel));
  }
  return {{"recording_id", Wire(id)},
          {"duration_s", static_cast<double>(waveform.frames) / waveform.rate},
          {"channels", std::move(channels)}};
}
}  // namespace vss::ottb
