#pragma once
#include "base/json.hpp"
#include "ottb/recordings/recording.hpp"

namespace vss::ottb {
/// A recording as the API and `recording.update` show it.
json::object ToJson(const Recording& recording);
}  // namespace vss::ottb
