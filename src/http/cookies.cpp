#include "http/cookies.hpp"

#include <fmt/format.h>

namespace vss::http {

std::optional<std::string_view> FindCookie(const Request& request, std::string_view name) {
  std::string_view rest = request.headers.Find("Cookie").value_or("");
  while (!rest.empty()) {
    const std::size_t end = rest.find(';');
    std::string_view pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
  }
  return std::nullopt;
}

bool IsFromOwnPage(const Request& request) {
  const auto origin = request.headers.Find("Origin");
  if (!origin) return request.headers.Find("Sec-Fetch-Site").value_or("same-origin") == "same-origin";
  const auto host = request.headers.Find("Host");
  return host && (*origin == fmt::format("http://{}", *host) || *origin == fmt::format("https://{}", *host));
}
}  // namespace vss::http
