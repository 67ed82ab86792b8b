#pragma once
#include "http/router.hpp"
#include "ottb/recordings/recording_service.hpp"

namespace vss::ottb {
/// Mounts /api/recordings. `recordings` outlives `router`.
void MountRecordings(http::Router& router, RecordingService& recordings);
}  // namespace vss::ottb
