#include "ottb/recordings/recording.hpp"

#include <fmt/format.h>

namespace vss::ottb {

std::string RecordingFile(CallId call, Instant started_at) {
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(started_at));
  return fmt::format("{:04}/{:02}/{:02}/{}.wav", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()), Wire(call));
}

std::optional<CallId> CallOfRecordingFile(std::string_view path) {
  path = path.substr(path.rfind('/') + 1);
  return path.ends_with(".wav") ? ParseCallId(path.substr(0, path.size() - 4)) : std::nullopt;
}
}  // namespace vss::ottb
