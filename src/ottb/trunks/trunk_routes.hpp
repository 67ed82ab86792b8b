#pragma once
#include "http/router.hpp"
#include "ottb/trunks/trunk_service.hpp"

namespace vss::ottb {
/// Mounts /api/trunks. `trunks` outlives `router`.
void MountTrunks(http::Router& router, TrunkService& trunks);
}  // namespace vss::ottb
