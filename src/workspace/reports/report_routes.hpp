#pragma once
#include "http/router.hpp"
#include "workspace/reports/report_service.hpp"

namespace vss::reports {
/// Mounts /api/reports. `reports` and `timezone` outlive `router`.
void MountReports(http::Router& router, ReportService& reports, const Clock& clock,
                  const std::string& timezone);
}  // namespace vss::reports
