#pragma once
#include "base/json.hpp"

namespace vss::ottb {

/// What differs between two shapes of the same thing, for an audit line: {"capacity": {"from": 10, "to":
/// 20}}. `updated_at` always differs and is left out.
json::object Changes(const json::object& before, const json::object& after);
}  // namespace vss::ottb
