#include "http/router.hpp"

#include <charconv>
#include <cstdint>

#include "base/error.hpp"

namespace vss::http {
namespace {
// Cuts the first segment off "/a/b/c".
std::string_view TakeSegment(std::string_view& path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  const std::size_t end = path.find('/');
  const std::string_view segment = path.substr(0, end);
  path = end == std::string_view::npos ? std::string_view() : path.substr(end);
  return segment;
}

using Params = std::vector<std::pair<std::string, std::string>>;

bool Matches(std::string_view pattern, std::string_view path, Params& params) {
  params.clear();
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = TakeSegment(pattern), given = TakeSegment(path);
    if (wanted.starts_with(':')) {
      if (given.empty()) return false;
      params.emplace_back(wanted.substr(1), given);
    } else if (wanted != given) {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

// A literal segment wins over a parameter, whatever the methods: /api/call/start is not the call named
// "start".
std::ptrdiff_t Vagueness(std::string_view pattern) { return std::ranges::count(pattern, ':'); }
}  // namespace

const std::string& Context::Param(std::string_view name) const {
  for (const auto& [key, value] : params_) {
    if (key == name) return value;
  }
  throw InternalError(fmt::format("the route has no parameter {}", name));
}

std::int64_t Context::IntParam(std::string_view name) const {
  const std::string& text = Param(name);
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size() || number < 1) {
    throw NotFound(fmt::format("such {}: ids are whole numbers from 1", name));
  }
  return number;
}

void Router::Add(Method method, std::string pattern, Access access, RouteOptions options, Handler handler) {
  routes_.push_back(std::make_unique<Route>(
      Route{method, std::move(pattern), std::move(access), options, std::move(handler)}));
}
void Router::Get(std::string pattern, Access access, Handler handler, RouteOptions options) {
  Add(Method::kGet, std::move(pattern), std::move(access), options, std::move(handler));
}
void Router::Post(std::string pattern, Access access, Handler handler, RouteOptions options) {
  Add(Method::kPost, std::move(pattern), std::move(access), options, std::move(handler));
}
void Router::Put(std::string pattern, Access access, Handler handler, RouteOptions options) {
  Add(Method::kPut, std::move(pattern), std::move(access), options, std::move(handler));
}
void Router::Patch(std::string pattern, Access access, Handler handler, RouteOptions options) {
  Add(Method::kPatch, std::move(pattern), std::move(access), options, std::move(handler));
}
void Router::Delete(std::string pattern, Access access, Handler handler, RouteOptions options) {
  Add(Method::kDelete, std::move(pattern), std::move(access), options, std::move(handler));
}

void Router::Pages(Handler handler) {
  pages_ = std::make_unique<Route>(Route{Method::kGet, "/*", Public(), {}, std::move(handler)});
}

Router::Match Router::FindExactly(Method method, std::string_view path) const {
  Match match;
  Params params;
  const Method wanted = method == Method::kHead ? Method::kGet : method;
  std::ptrdiff_t vagueness = PTRDIFF_MAX;
  for (const auto& route : routes_) {
    if (!Matches(route->pattern, path, params) || Vagueness(route->pattern) > vagueness) continue;
    if (Vagueness(route->pattern) < vagueness) match = {};
    vagueness = Vagueness(route->pattern);
    match.allowed.push_back(route->method);
    match.pattern = route->pattern;
    if (route->method != wanted || match.route != nullptr) continue;
    match.route = route.get();
    match.params = params;
  }
  return match;
}

Router::Match Router::Find(Method method, std::string_view path) const {
  Match match = FindExactly(method, path);
  if (match.route != nullptr || !match.allowed.empty()) return match;
  const std::string alias = "/api/" + service_ + "/";
  if (path.starts_with(alias)) return FindExactly(method, fmt::format("/api/{}", path.substr(alias.size())));
  return match;
}

Response List(const Context& context, const PageRequest& request, json::array items, std::int64_t total,
              const json::array& next) {
  Response response = Ok(std::move(items));
  response.headers.Set("X-Total-Count", std::to_string(total));
  if (next.empty()) return response;
  // The target as it was asked, its cursor replaced; what was passed over lies before the new one.
  const std::string_view target = context.request().target;
  const std::size_t mark = target.find('?');
  std::string link(target.substr(0, mark));
  char separator = '?';
  std::string_view rest = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (pair.empty() || pair.starts_with("cursor=") || pair.starts_with("offset=")) continue;
    link += separator;
    link += pair;
    separator = '&';
  }
  response.headers.Set(
      "Link", fmt::format("<{}{}cursor={}>; rel=\"next\"", link, separator, EncodeCursor(request, next)));
  return response;
}
}  // namespace vss::http
