#pragma once
#include "http/router.hpp"
#include "ottb/recordings/recording_service.hpp"

namespace vss::ottb {
/// Mounts /api/recordings. `recordings` outlives `router`.
void MountRecordings(http::Router& router, RecordingService& recordings);
/// Mounts /api/recordings/policy. All outlive `router`.
void MountRecordingPolicy(http::Router& router, const Pbx& pbx, const Settings& settings);
}  // namespace vss::ottb
