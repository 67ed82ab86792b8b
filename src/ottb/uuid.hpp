#pragma once
#include "base/uuid.hpp"

namespace vss::ottb {
using vss::IsUuid;
}  // namespace vss::ottb
