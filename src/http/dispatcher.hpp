#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/metrics.hpp"
#include "base/random.hpp"
#include "http/idempotency.hpp"
#include "http/router.hpp"

namespace vss::http {

/// What the services of one process share at their HTTP edge. Owned by wiring.
struct EdgeDependencies {
  TokenVerifier& tokens;
  IdempotencyStore& idempotency;
  Metrics& metrics;
  Random& random;
  Clock& clock;
  /// Told of every refusal for want of permission or of a valid token; must not block.
  std::function<void(AuditEntry)> on_refused;
};

struct EdgeOptions {
  std::vector<std::string> cors_origins;  ///< exact origins; empty: same origin only
  enum class Transport { kPlain, kTls } transport = Transport::kPlain;
};

/// The one way from a request to a response: request id, route, CORS, token, permission, Idempotency-Key,
/// deadline, the error table, metrics, compression. Lives on the HTTP loop.
class Dispatcher {
 public:
  Dispatcher(const Router& own, EdgeDependencies& edge, EdgeOptions options);

  /// Requests whose path begins with `prefix` and that the own router does not know go to `target`.
  void Forward(std::string prefix, const Router& target) {
    forwards_.push_back({std::move(prefix), &target});
  }

  /// How the body of a request is to be read, asked when its head is there. A file is for those only who may
  /// call the route: nobody else fills our disk.
  struct BodyPlan {
    std::size_t limit = 0;
    std::filesystem::path spool_folder;  ///< empty: into memory
    std::optional<Response> refusal;     ///< answer this instead of reading it
  };
  BodyPlan PlanBody(const Request& head);
  /// Never throws.
  Task<Response> Handle(Request request);
  /// The response to what is not even a request (too large, malformed, too slow).
  Response Refuse(const Error& error);

  const std::string& service() const { return own_.service(); }

 private:
  struct Forwarding {
    std::string prefix;
    const Router* target;
  };
  struct RouteMetrics {
    prometheus::Histogram* latency;
    std::unordered_map<int, prometheus::Counter*> by_status;
  };

  Router::Match Find(Method method, std::string_view path) const;
  RouteMetrics& MetricsOf(const Route* route);
  Metrics::Labels LabelsOf(const Route* route) const;
  Task<Response> Answer(const std::shared_ptr<Context>& context, const Router::Match& match);
  Task<Response> RunIdempotently(Context& context, const Route& route, std::string key);
  void Authorize(Context& context, const Route& route);
  Response ToResponse(const Error& error, const std::string& request_id) const;
  void AddCommonHeaders(const Request& request, Response& response, const std::string& request_id) const;
  void Count(const Route* route, int status, std::chrono::steady_clock::duration took);

  const Router& own_;
  EdgeDependencies& edge_;
  EdgeOptions options_;
  std::vector<Forwarding> forwards_;
  std::unordered_map<const Route*, RouteMetrics> route_metrics_;
  prometheus::Gauge& in_flight_;
};

/// The error body of every service: {"error":true,"code":…,"message":…,"details":{…},"request_id":…}.
json::object ErrorBody(const Error& error, const std::string& request_id);
}  // namespace vss::http
