#include "http/dispatcher.hpp"

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "http/compression.hpp"
#include "http/credentials.hpp"
#include "http/deadline.hpp"
#include "http/media_type.hpp"

namespace vss::http {
namespace {
constexpr std::string_view kModule = "HTTP";

// A caller's request id is taken when it is short and plain, so that it cannot forge log lines.
std::string RequestId(const Request& request, Random& random) {
  const auto given = request.headers.Find("X-Request-Id");
  const auto plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.';
  };
  if (given && !given->empty() && given->size() <= 64 && std::ranges::all_of(*given, plain))
    return std::string(*given);
  return "r-" + random.Token(9);
}

// Somebody typed an address or followed a link, and wants a page there.
bool IsNavigation(const Request& request) {
  if (request.method != Method::kGet && request.method != Method::kHead) return false;
  const std::string_view path = request.parsed.path;
  return path != "/api" && !path.starts_with("/api/") &&
         request.headers.Find("Accept").value_or("").find("text/html") != std::string_view::npos;
}

std::string AllowList(const std::vector<Method>& methods) {
  std::string list = "OPTIONS";
  for (const Method method : methods) {
    list += fmt::format(", {}", ToString(method));
    if (method == Method::kGet) list += ", HEAD";
  }
  return list;
}

// For the audit. Whose number somebody may have asked for does not belong there, in whatever form it was
// given.
std::string NameOf(const Request& request, const Route& route) {
  const bool of_person = route.pattern.contains("/:phone");
  return fmt::format("{} {}", ToString(request.method), of_person ? route.pattern : request.parsed.path);
}

// For the log: /api/crm/persons/{phone}. Addresses hold numbers of persons, and one that a phone fetches its
// settings by is a secret.
std::string PlaceOf(const Router::Match& match) {
  if (match.pattern.empty()) return "no route";
  std::string out;
  for (std::string_view rest = match.pattern; !rest.empty();) {
    const std::size_t end = std::min(rest.find('/', 1), rest.size());
    const std::string_view segment = rest.substr(0, end);
    out += segment.starts_with("/:") ? fmt::format("/{{{}}}", segment.substr(2)) : std::string(segment);
    rest.remove_prefix(end);
  }
  return out;
}

bool IsDefinite(int status) { return status < 500 && status != 429; }
}  // namespace

json::object ErrorBody(const Error& error, const std::string& request_id) {
  return {{"error", true},
          {"code", Describe(error.code()).name},
          {"message", error.message()},
          {"details", error.details()},
          {"request_id", request_id}};
}

Dispatcher::Dispatcher(const Router& own, EdgeDependencies& edge, EdgeOptions options)
    : own_(own),
      edge_(edge),
      options_(std::move(options)),
      in_flight_(edge.metrics.Gauge("vss_http_requests_in_flight", "Requests that are being answered.",
                                    {{"service", own.service()}})) {}

Router::Match Dispatcher::Find(Method method, std::string_view path) const {
  Router::Match match = own_.Find(method, path);
  if (match.route != nullptr || !match.allowed.empty()) return match;
  for (const Forwarding& forwarding : forwards_) {
    const bool below = path.starts_with(forwarding.prefix) &&
                       (path.size() == forwarding.prefix.size() || path[forwarding.prefix.size()] == '/');
    if (!below) continue;
    match = forwarding.target->Find(method, path);
    if (match.route != nullptr || !match.allowed.empty()) return match;
  }
  return match;
}

Dispatcher::BodyPlan Dispatcher::PlanBody(const Request& head) {
  const Router::Match match = Find(head.method, head.parsed.path);
  if (match.route == nullptr) return {.limit = RouteOptions{}.max_body_bytes};
  const RouteOptions& options = match.route->options;
  BodyPlan plan{.limit = options.body_limits != nullptr ? options.body_limits->LimitOf(head.parsed)
                                                        : options.max_body_bytes,
                .spool_folder = options.spool_folder};
  if (plan.spool_folder.empty()) return plan;
  const std::string request_id = RequestId(head, edge_.random);
  Context context(head, request_id);
  try {
    Authorize(context, *match.route);
  } catch (const Error& error) {
    plan.refusal = ToResponse(error, request_id);
    AddCommonHeaders(head, *plan.refusal, request_id);
    Count(match.route, plan.refusal->status, {});
  }
  return plan;
}

Task<Response> Dispatcher::Handle(Request request) {
  const auto started = std::chrono::steady_clock::now();
  in_flight_.Increment();
  const std::string request_id = RequestId(request, edge_.random);
  const Method method = request.method;
  const auto context = std::make_shared<Context>(std::move(request), request_id);
  Router::Match match = Find(method, context->request().parsed.path);
  if (match.allowed.empty() && own_.pages() != nullptr && IsNavigation(context->request())) {
    match = {own_.pages(), {}, {Method::kGet}};
  }
  Response response;
  try {
    response = co_await Answer(context, match);
  } catch (const Error& error) {
    response = ToResponse(error, request_id);
    const ErrorTraits& traits = Describe(error.code());
    log::Write(traits.severity, kModule, "request refused",
               {{"request_id", request_id},
                {"service", service()},
                {"method", ToString(method)},
                {"path", PlaceOf(match)},
                {"code", traits.name},
                {"reason", error.internal().empty() ? error.message() : error.internal()}});
  } catch (const std::exception& unexpected) {
    response = ToResponse(InternalError(""), request_id);
    log::Error(kModule, "request failed",
               {{"request_id", request_id},
                {"service", service()},
                {"method", ToString(method)},
                {"path", PlaceOf(match)},
                {"error", unexpected.what()}});
  }
  AddCommonHeaders(context->request(), response, request_id);
  in_flight_.Decrement();
  Count(match.route, response.status, std::chrono::steady_clock::now() - started);
  co_return response;
}

Task<Response> Dispatcher::Answer(const std::shared_ptr<Context>& context, const Router::Match& match) {
  const Request& request = context->request();
  if (request.method == Method::kOptions && request.parsed.path == "*")
    co_return NoContent();  // RFC 9110 §9.3.7
  if (match.allowed.empty()) {
    throw Error(ErrorCode::kNotFound,
                fmt::format("there is no {} here; /api/docs lists what there is", request.parsed.path))
        .Internal("there is no such path");
  }
  if (request.method == Method::kOptions) {
    Response response = NoContent();
    response.headers.Set("Allow", AllowList(match.allowed));
    co_return response;
  }
  if (match.route == nullptr) {
    const std::string allow = AllowList(match.allowed);
    Response response =
        ToResponse(Error(ErrorCode::kMethodNotAllowed, fmt::format("{} takes {}", request.parsed.path, allow),
                         {{"allowed", allow}}),
                   context->request_id());
    response.headers.Set("Allow", allow);
    co_return response;
  }
  const Route& route = *match.route;
  context->set_params(match.params);
  Authorize(*context, route);
  if (route.options.body == BodyKind::kJson && !request.body.empty()) RequireJson(request);
  const auto key = request.headers.Find("Idempotency-Key");
  const bool keyed = key && route.method == Method::kPost && route.options.idempotent_by_key &&
                     route.access.kind != Access::Kind::kPublic;
  // What goes on behind the deadline still finds out what came of it and keeps that under the key.
  Handler handler = route.handler;
  if (keyed) {
    handler = [this, &route, key = std::string(*key)](Context& ctx) {
      return RunIdempotently(ctx, route, key);
    };
  }
  auto response = co_await RunWithin(route.options.deadline, context, std::move(handler));
  if (!response) {
    throw Error(ErrorCode::kServiceUnavailable,
                keyed ? "the request took too long; ask again with the same Idempotency-Key what came of it"
                      : "the request took too long; it may still take effect")
        .RetryAfter(std::chrono::seconds(5));
  }
  // A route that asks for no parameter takes none; probes of those that anybody may ask add what they like.
  const bool anybody =
      route.access.kind == Access::Kind::kPublic || route.access.kind == Access::Kind::kOptional;
  if (route.method == Method::kGet && !anybody && !context->QueryWasRead())
    QueryReader(request.parsed).Finish();
  co_return std::move(*response);
}

Task<Response> Dispatcher::RunIdempotently(Context& context, const Route& route, std::string key) {
  if (key.empty() || key.size() > 128) throw InvalidField("Idempotency-Key", "wants 1 to 128 characters");
  const std::string scope = fmt::format("{} {} {}", context.principal().user_id, ToString(route.method),
                                        context.request().parsed.path);
  auto claim = co_await edge_.idempotency.Begin(scope, key, crypto::Sha256Hex(context.request().body));
  using Kind = IdempotencyStore::Claim::Kind;
  if (claim.kind == Kind::kReplay) {
    claim.response->headers.Set("Idempotency-Replayed", "true");
    co_return std::move(*claim.response);
  }
  if (claim.kind == Kind::kMismatch) {
    throw Error(ErrorCode::kConflict,
                "this Idempotency-Key was used with another body; take a new key for a new request");
  }
  if (claim.kind == Kind::kUnfinished) {
    throw Error(
        ErrorCode::kConflict,
        "the first request with this Idempotency-Key has no answer yet: it still runs, or the server was "
        "stopped in it; read the state before you try again with a new key");
  }
  std::exception_ptr failure;
  std::optional<Response> response;
  try {
    // Nobody waits any more, and nothing is done yet: whoever asks again finds the key unused.
    if (context.patience().over()) throw Error(ErrorCode::kServiceUnavailable, "the request came too late");
    response = co_await route.handler(context);
  } catch (const Error& error) {
    if (IsDefinite(Describe(error.code()).http_status)) {
      response = ToResponse(error, context.request_id());
    } else {
      failure = std::current_exception();
    }
  } catch (...) {
    failure = std::current_exception();
  }
  if (response && IsDefinite(response->status)) {
    co_await edge_.idempotency.Finish(scope, key, *response);
    co_return std::move(*response);
  }
  co_await edge_.idempotency.Abandon(scope, key);
  if (failure) std::rethrow_exception(failure);
  co_return std::move(*response);
}

void Dispatcher::Authorize(Context& context, const Route& route) {
  if (route.access.kind == Access::Kind::kPublic) return;
  const auto token = TokenOf(context.request());
  if (route.access.kind == Access::Kind::kOptional) {
    try {
      if (token) context.set_principal(edge_.tokens.Verify(*token));
    } catch (const Error&) {  // answered like anybody
    }
    return;
  }
  if (!token)
    throw Error(ErrorCode::kAuthFail,
                "sign in first: send Authorization: Bearer <token> from POST /api/auth/login");
  try {
    context.set_principal(edge_.tokens.Verify(*token));
  } catch (const Error& error) {
    AuditEntry entry =
        context.caller().Did("token.refused", fmt::format("{} {}", ToString(route.method), route.pattern),
                             {{"code", Describe(error.code()).name}});
    entry.success = false;
    if (edge_.on_refused && error.code() == ErrorCode::kAuthFail) edge_.on_refused(std::move(entry));
    throw;
  }
  if (route.access.kind != Access::Kind::kPermission || context.principal().Allows(route.access.permission))
    return;
  if (context.principal().standing == Principal::Standing::kSecondFactorMissing) {
    throw Error(ErrorCode::kPermissionDenied,
                "your role needs a second factor: set it up with POST /api/auth/second-factor first",
                {{"second_factor", "required"}});
  }
  AuditEntry entry = context.caller().Did("permission.denied", NameOf(context.request(), route),
                                          {{"permission", route.access.permission}});
  entry.success = false;
  if (edge_.on_refused) edge_.on_refused(std::move(entry));
  throw Error(
      ErrorCode::kPermissionDenied,
      fmt::format("your role {} lacks the permission {}", context.principal().role, route.access.permission),
      {{"permission", route.access.permission}});
}

Response Dispatcher::ToResponse(const Error& error, const std::string& request_id) const {
  Response response = Json(Describe(error.code()).http_status, ErrorBody(error, request_id));
  if (error.retry_after()) response.headers.Set("Retry-After", std::to_string(error.retry_after()->count()));
  if (response.status == 401) response.headers.Set("WWW-Authenticate", "Bearer realm=\"vss\"");
  return response;
}

Response Dispatcher::Refuse(const Error& error) {
  const std::string request_id = "r-" + edge_.random.Token(9);
  Response response = ToResponse(error, request_id);
  AddCommonHeaders({}, response, request_id);
  Count(nullptr, response.status, {});
  return response;
}

void Dispatcher::AddCommonHeaders(const Request& request, Response& response,
                                  const std::string& request_id) const {
  Headers& headers = response.headers;
  headers.Set("X-Request-Id", request_id);
  headers.Set("X-Content-Type-Options", "nosniff");
  headers.Set("X-Frame-Options", "DENY");
  headers.Set("Referrer-Policy", "no-referrer");
  if (!headers.Find("Cache-Control")) headers.Set("Cache-Control", "no-store");
  if (!headers.Find("Content-Security-Policy"))
    headers.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  if (options_.transport == EdgeOptions::Transport::kTls)
    headers.Set("Strict-Transport-Security", "max-age=31536000");
  if (const auto origin = request.headers.Find("Origin"); origin && !options_.cors_origins.empty()) {
    headers.Add("Vary", "Origin");
    if (std::ranges::find(options_.cors_origins, *origin) != options_.cors_origins.end()) {
      headers.Set("Access-Control-Allow-Origin", std::string(*origin));
      headers.Set("Access-Control-Allow-Credentials", "true");
      headers.Set("Access-Control-Expose-Headers",
                  "Link, X-Total-Count, X-Request-Id, Retry-After, Location");
      if (request.method == Method::kOptions) {
        headers.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE");
        headers.Set("Access-Control-Allow-Headers",
                    "Authorization, Content-Type, Idempotency-Key, X-Request-Id");
        headers.Set("Access-Control-Max-Age", "600");
      }
    }
  }
  // An ETag names these very bytes (RFC 9110 §8.8.3): who set one has chosen the coding, too.
  if (response.body.size() < kMinGzipBytes || headers.Find("Content-Encoding") || headers.Find("ETag"))
    return;
  headers.Add("Vary", "Accept-Encoding");
  if (!AcceptsGzip(request.headers.Find("Accept-Encoding").value_or(""))) return;
  if (auto packed = Gzip(response.body)) {
    response.body = std::move(*packed);
    headers.Set("Content-Encoding", "gzip");
  }
}

// Unknown paths share one label: a scanner must not make a time series for each path it tries.
Metrics::Labels Dispatcher::LabelsOf(const Route* route) const {
  return {{"service", service()},
          {"method", route != nullptr ? std::string(ToString(route->method)) : std::string("none")},
          {"route", route != nullptr ? route->pattern : std::string("none")}};
}

Dispatcher::RouteMetrics& Dispatcher::MetricsOf(const Route* route) {
  const auto known = route_metrics_.find(route);
  if (known != route_metrics_.end()) return known->second;
  auto& latency =
      edge_.metrics.Latency("vss_http_request_duration_seconds",
                            "Time from the whole request to the whole response.", LabelsOf(route));
  return route_metrics_.emplace(route, RouteMetrics{&latency, {}}).first->second;
}

void Dispatcher::Count(const Route* route, int status, std::chrono::steady_clock::duration took) {
  RouteMetrics& metrics = MetricsOf(route);
  prometheus::Counter*& counter = metrics.by_status[status];
  if (counter == nullptr) {
    Metrics::Labels labels = LabelsOf(route);
    labels["status"] = std::to_string(status);
    counter =
        &edge_.metrics.Counter("vss_http_requests_total", "Requests answered, by route and status.", labels);
  }
  counter->Increment();
  metrics.latency->Observe(std::chrono::duration<double>(took).count());
}
}  // namespace vss::http
