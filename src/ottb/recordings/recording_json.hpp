#pragma once
#include "base/json.hpp"
#include "ottb/recordings/recording.hpp"
#include "ottb/recordings/waveform.hpp"

namespace vss::ottb {
/// A recording as the API and `recording.update` show it.
json::object ToJson(const Recording& recording);
/// Its peaks, 0 to 1.
json::object ToJson(RecordingId id, const Waveform& waveform);
}  // namespace vss::ottb
