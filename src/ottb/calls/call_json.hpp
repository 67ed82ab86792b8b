#pragma once
#include "base/json.hpp"
#include "ottb/calls/call.hpp"

namespace vss::ottb {
/// A call as the API and `call.update` show it.
json::object ToJson(const Call& call);
/// Seconds with their milliseconds.
inline double Seconds(std::chrono::milliseconds span) { return static_cast<double>(span.count()) / 1000; }
}  // namespace vss::ottb
