#include "dci/status/status_routes.hpp"

namespace vss::dci {
namespace {
using Seconds = std::chrono::duration<double>;

json::value OrNull(const std::optional<Instant>& at) {
  return at ? json::value(FormatRfc3339(*at)) : json::value(nullptr);
}

json::array ToJson(const std::vector<ServiceState>& services) {
  json::array out;
  for (const ServiceState& service : services) {
    out.push_back({{"name", service.name}, {"state", service.state}, {"port", service.port}});
  }
  return out;
}

json::object ToJson(const OutboxState& outbox) {
  return {{"depth", outbox.depth}, {"lag_s", Seconds(outbox.lag).count()}, {"published", outbox.published}};
}

json::object ToJson(const DatabaseState& database) {
  return {{"version", database.version},
          {"state", database.healthy ? "ok" : "down"},
          {"problem", database.problem.empty() ? json::value(nullptr) : json::value(database.problem)},
          {"read_queue", database.read_queue},
          {"write_queue", database.write_queue},
          {"commits", database.commits},
          {"writes", database.writes}};
}

json::object ToJson(const LogVolume& volume, const LogInbox& inbox) {
  return {{"rows", volume.lines},
          {"bytes", volume.bytes},
          {"oldest", OrNull(volume.oldest)},
          {"newest", OrNull(volume.newest)},
          {"dropped", inbox.dropped_total()},
          {"queue", inbox.size()}};
}
}  // namespace

void MountStatus(http::Router& router, StatusSources sources) {
  router.Get("/api/dci/status", http::Requires(perm::kSystemRead),
             [s = std::move(sources)](http::Context&) -> Task<http::Response> {
               const LogVolume volume = co_await s.log.Volume();
               co_return http::Ok(json::object{{"version", s.version},
                                               {"uptime_s", Seconds(s.clock.SteadyNow() - s.started).count()},
                                               {"services", ToJson(s.system.Services())},
                                               {"event_log", ToJson(volume, s.inbox)},
                                               {"outbox", ToJson(s.system.Outbox())},
                                               {"database", ToJson(s.system.Database())}});
             });
}
}  // namespace vss::dci
