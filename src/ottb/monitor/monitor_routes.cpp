#include "ottb/monitor/monitor_routes.hpp"

namespace vss::ottb {
using http::Requires;

void MountMonitor(http::Router& router, MachineMonitor& machine, SlotMonitor& slots) {
  router.Get("/api/monitor/system", Requires(perm::kMonitorRead),
             [&](http::Context& ctx) -> Task<http::Response> {
               ctx.Query().Finish();
               co_return http::Ok(co_await machine.System());
             });
  router.Get("/api/monitor/network", Requires(perm::kMonitorRead),
             [&](http::Context& ctx) -> Task<http::Response> {
               ctx.Query().Finish();
               co_return http::Ok(co_await machine.Network());
             });
  router.Get("/api/monitor/slots", Requires(perm::kMonitorRead),
             [&](http::Context& ctx) -> Task<http::Response> {
               ctx.Query().Finish();
               co_return http::Ok(co_await slots.All());
             });
  router.Get("/api/monitor/slots/:id", Requires(perm::kMonitorRead),
             [&](http::Context& ctx) -> Task<http::Response> {
               ctx.Query().Finish();
               co_return http::Ok(co_await slots.One({ctx.IntParam("id")}));
             });
}
}  // namespace vss::ottb
