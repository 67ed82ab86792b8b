#pragma once
#include "base/json.hpp"
#include "ottb/cdr/cdr.hpp"

namespace vss::ottb {
/// A record as the API and `cdr.update` show it.
json::object ToJson(const Cdr& cdr);
}  // namespace vss::ottb
