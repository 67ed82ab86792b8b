#pragma once
#include "http/router.hpp"
#include "workspace/reports/dashboard_service.hpp"
#include "workspace/reports/report_service.hpp"
#include "workspace/reports/uptime.hpp"

namespace vss::reports {

/// What dashboard and reports need from outside; all outlive the module.
struct ReportsDeps {
  Store<Transaction>& store;
  const Clock& clock;
  const PlatformView& platform;
};

/// Dashboard and reports as wiring sees them; mounted under WORKSPACE. Lives on the HTTP loop.
class ReportsModule {
 public:
  /// `timezone` is VSS_TIMEZONE.
  ReportsModule(ReportsDeps deps, std::string timezone);

  void Mount(http::Router& router);
  void Start(TaskScope& scope) { uptime_.Start(scope); }

 private:
  ReportsDeps deps_;
  const std::string timezone_;
  DashboardService dashboard_;
  ReportService reports_;
  Uptime uptime_;
};
}  // namespace vss::reports
