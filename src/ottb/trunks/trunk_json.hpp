#pragma once
#include "base/json.hpp"
#include "ottb/trunks/trunk.hpp"

namespace vss::ottb {
/// A trunk as the API and `trunk.update` show it.
json::object ToJson(const Trunk& trunk);
}  // namespace vss::ottb
