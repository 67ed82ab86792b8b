#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/async/task.hpp"
#include "contracts/page.hpp"
#include "contracts/principal.hpp"
#include "http/field_reader.hpp"
#include "http/message.hpp"

namespace vss::http {

/// One request on its way through a handler.
class Context {
 public:
  Context(Request request, std::string request_id)
      : request_(std::move(request)), request_id_(std::move(request_id)) {}

  const Request& request() const { return request_; }
  const std::string& request_id() const { return request_id_; }
  const Principal& principal() const { return principal_; }
  bool IsSignedIn() const { return !principal_.user_id.empty(); }
  Caller caller() const { return {principal_, request_.remote_address, request_id_, patience_}; }
  /// Over when the request was answered with 503 because its deadline passed.
  Patience& patience() { return patience_; }

  BodyReader Body() const { return BodyReader(request_.body); }
  QueryReader Query() const {
    query_was_read_ = true;
    return QueryReader(request_.parsed);
  }
  bool QueryWasRead() const { return query_was_read_; }
  /// The path parameter `:name`.
  const std::string& Param(std::string_view name) const;
  /// The same as a positive integer; anything else is Error(kNotFound), as no such thing can exist.
  std::int64_t IntParam(std::string_view name) const;

  void set_principal(Principal principal) { principal_ = std::move(principal); }
  void set_params(std::vector<std::pair<std::string, std::string>> params) { params_ = std::move(params); }

 private:
  Request request_;
  mutable bool query_was_read_ = false;
  std::string request_id_;
  Principal principal_;
  Patience patience_;
  std::vector<std::pair<std::string, std::string>> params_;
};

/// Who may call a route: anybody, anyone signed in, or those with a permission. With kOptional anybody may,
/// and the route's handler knows who it is when a valid token comes along.
struct Access {
  enum class Kind { kPublic, kOptional, kSignedIn, kPermission } kind = Kind::kSignedIn;
  std::string permission;
};
inline Access Public() { return {Access::Kind::kPublic, {}}; }
inline Access PublicOrSignedIn() { return {Access::Kind::kOptional, {}}; }
inline Access SignedIn() { return {Access::Kind::kSignedIn, {}}; }
inline Access Requires(std::string_view permission) {
  return {Access::Kind::kPermission, std::string(permission)};
}

/// For routes whose body limit depends on more than the route.
class BodyLimits {
 public:
  virtual ~BodyLimits() = default;
  virtual std::size_t LimitOf(const Target& target) const = 0;
};

/// What a route takes as its body: JSON, or what its handler reads by itself (a CSV file, packets).
enum class BodyKind { kJson, kOwn };

/// What a route declares beside its handler; the dispatcher enforces all of it.
struct RouteOptions {
  std::size_t max_body_bytes = 64 * 1024;
  /// Not empty: the body goes into a file in this folder (Request::spooled), once the caller is known to be
  /// allowed to call the route. The text outlives the router.
  std::string_view spool_folder;
  std::chrono::seconds deadline{30};
  /// Answers of POST routes are kept for Idempotency-Key; off for those that answer a secret once or stream.
  bool idempotent_by_key = true;
  const BodyLimits* body_limits = nullptr;  ///< instead of max_body_bytes; outlives the route
  BodyKind body = BodyKind::kJson;
};

using Handler = std::function<Task<Response>(Context&)>;

struct Route {
  Method method;
  std::string pattern;  ///< /api/slots/:id
  Access access;
  RouteOptions options;
  Handler handler;
};

/// The routes of one service.
class Router {
 public:
  explicit Router(std::string service) : service_(std::move(service)) {}

  void Get(std::string pattern, Access access, Handler handler, RouteOptions options = {});
  void Post(std::string pattern, Access access, Handler handler, RouteOptions options = {});
  void Put(std::string pattern, Access access, Handler handler, RouteOptions options = {});
  void Patch(std::string pattern, Access access, Handler handler, RouteOptions options = {});
  void Delete(std::string pattern, Access access, Handler handler, RouteOptions options = {});
  /// Answers navigations (a GET that takes text/html) to paths outside /api that no route has: the addresses
  /// of a web application's pages, which only its script knows.
  void Pages(Handler handler);

  struct Match {
    const Route* route = nullptr;  ///< nullptr: no such path, or (with `allowed`) not with this method
    std::vector<std::pair<std::string, std::string>> params;
    std::vector<Method> allowed;  ///< methods that the path has, when it exists
    std::string_view pattern;     ///< of the path, whatever the method; empty: no such path
  };
  /// Finds `path`; also `/api/<service>/…` as an alias of `/api/…`. HEAD finds GET.
  Match Find(Method method, std::string_view path) const;

  const std::string& service() const { return service_; }
  const Route* pages() const { return pages_.get(); }  ///< nullptr: there are none
  const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

 private:
  void Add(Method method, std::string pattern, Access access, RouteOptions options, Handler handler);
  Match FindExactly(Method method, std::string_view path) const;

  std::string service_;
  std::vector<std::unique_ptr<Route>> routes_;
  std::unique_ptr<Route> pages_;
};

/// A list's answer: the array, X-Total-Count and, when there is more, a Link header with rel="next".
Response List(const Context& context, const PageRequest& request, json::array items, std::int64_t total,
              const json::array& next);

template <class T, class F>
Response List(const Context& context, const PageRequest& request, const Page<T>& page, F to_json) {
  json::array items;
  items.reserve(page.items.size());
  for (const T& item : page.items) items.push_back(to_json(item));
  return List(context, request, std::move(items), page.total, page.next);
}
}  // namespace vss::http
