#include "http/response_head.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/http/status.hpp>
#include <ctime>
#include <iterator>

namespace vss::http {
namespace {
std::string_view ReasonPhrase(int status) {
  return boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
}

// RFC 9110 §5.6.7, made once a second.
const std::string& HttpDate() {
  static std::time_t at = 0;
  static std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != at) {
    std::tm utc{};
    gmtime_r(&now, &utc);
    char buffer[40];
    text.assign(buffer, std::strftime(buffer, sizeof buffer, "%a, %d %b %Y %H:%M:%S GMT", &utc));
    at = now;
  }
  return text;
}

}  // namespace

std::string RenderHead(const Response& response, Persistence persistence) {
  std::string head = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\nServer: vss\r\n", response.status,
                                 ReasonPhrase(response.status), HttpDate());
  if (!response.content_type.empty()) head += fmt::format("Content-Type: {}\r\n", response.content_type);
  for (const auto& [name, value] : response.headers.all()) {
    head += name;
    head += ": ";
    std::ranges::copy_if(value, std::back_inserter(head), [](char c) { return c != '\r' && c != '\n'; });
    head += "\r\n";
  }
  if (response.upgrade) return head + "Connection: Upgrade\r\n\r\n";
  if (response.status != 204 && response.status != 304)
    head +=
        fmt::format("Content-Length: {}\r\n", response.file ? response.file->length : response.body.size());
  head +=
      persistence == Persistence::kKeepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return head;
}
}  // namespace vss::http
