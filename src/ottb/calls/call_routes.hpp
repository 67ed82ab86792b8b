#pragma once
#include "http/router.hpp"
#include "ottb/calls/call_service.hpp"

namespace vss::ottb {
/// Mounts /api/call, /api/calls and /api/pbx/status. `calls` and `pbx` outlive `router`.
void MountCalls(http::Router& router, CallService& calls, const Pbx& pbx);
}  // namespace vss::ottb
