#include "realtime_ports.hpp"

#include "base/error.hpp"

namespace vss {
namespace {
std::string_view ListOf(realtime::Topic topic) {
  switch (topic) {
    case realtime::Topic::kCalls:
      return "/api/calls/active?limit=500";
    case realtime::Topic::kSlots:
      return "/api/slots?limit=500";
    case realtime::Topic::kTrunks:
      return "/api/trunks?limit=500";
    case realtime::Topic::kLogs:
      return "/api/dci/logs?limit=100";
    default:
      return {};
  }
}

// <target>; rel="next"
std::string NextOf(const http::Response& response) {
  const std::string_view link = response.headers.Find("Link").value_or("");
  const std::size_t end = link.find('>');
  return link.starts_with('<') && end != std::string_view::npos ? std::string(link.substr(1, end - 1))
                                                                : std::string();
}
}  // namespace

Task<realtime::SnapshotSource::Page> RestSnapshots::Read(realtime::Topic topic, const Principal& principal,
                                                         std::string next) {
  const std::string target = next.empty() ? std::string(ListOf(topic)) : std::move(next);
  if (target.empty()) co_return Page{};
  http::Request request{.method = http::Method::kGet, .target = target, .parsed = *http::ParseTarget(target)};
  http::Context context(std::move(request), "realtime");
  context.set_principal(principal);
  for (const http::Router* router : routers_) {
    const auto match = router->Find(http::Method::kGet, context.request().parsed.path);
    if (match.route == nullptr) continue;
    const http::Response response = co_await match.route->handler(context);
    // The log has no end: the newest lines are enough.
    co_return Page{response.body, topic == realtime::Topic::kLogs ? std::string() : NextOf(response)};
  }
  throw InternalError(fmt::format("no service has {}", target));
}
}  // namespace vss
