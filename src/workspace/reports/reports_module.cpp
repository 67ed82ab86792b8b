#include "workspace/reports/reports_module.hpp"

#include "workspace/reports/dashboard_json.hpp"
#include "workspace/reports/report_routes.hpp"

namespace vss::reports {

ReportsModule::ReportsModule(ReportsDeps deps, std::string timezone)
    : deps_(deps),
      timezone_(std::move(timezone)),
      dashboard_(deps.store, deps.clock),
      reports_(deps.store, deps.clock),
      uptime_(deps.store, deps.clock) {}

void ReportsModule::Mount(http::Router& router) {
  router.Get("/api/dashboard", http::Requires("dashboard.read"),
             [this](http::Context& ctx) -> Task<http::Response> {
               ctx.Query().Finish();
               const auto dashboard = co_await dashboard_.Get(ctx.principal());
               co_return http::Ok(ToJson(*dashboard, deps_.platform.Look(), timezone_));
             });
  MountReports(router, reports_, deps_.clock, timezone_);
}
}  // namespace vss::reports
