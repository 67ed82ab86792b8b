#include "http/message.hpp"

#include <boost/beast/core/string.hpp>

namespace vss::http {
namespace {
constexpr std::array<std::string_view, 8> kMethodNames = {"GET",   "HEAD",   "POST",    "PUT",
                                                          "PATCH", "DELETE", "OPTIONS", "OTHER"};

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Plus { kLiteral, kSpace };

// nullopt for a broken %XX, and for control characters, which have no business in a path. In a query their
// parameter is named by its reader.
std::optional<std::string> PercentDecode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = HexDigit(text[i + 1]), low = HexDigit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus == Plus::kSpace) {
      c = ' ';
    }
    if (plus == Plus::kLiteral && (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)) return std::nullopt;
    out += c;
  }
  return out;
}
}  // namespace

std::string_view ToString(Method method) { return kMethodNames[static_cast<std::size_t>(method)]; }

void Headers::Set(std::string_view name, std::string value) {
  for (auto& [known, old] : fields_) {
    if (boost::beast::iequals(known, name)) {
      old = std::move(value);
      return;
    }
  }
  Add(name, std::move(value));
}

std::optional<std::string_view> Headers::Find(std::string_view name) const {
  for (const auto& [known, value] : fields_) {
    if (boost::beast::iequals(known, name)) return value;
  }
  return std::nullopt;
}

std::optional<Target> ParseTarget(std::string_view target) {
  if (target == "*") return Target{.path = "*", .query = {}};
  if (target.empty() || target.front() != '/') return std::nullopt;
  const std::size_t mark = target.find('?');
  auto path = PercentDecode(target.substr(0, mark), Plus::kLiteral);
  if (!path) return std::nullopt;
  Target out{std::move(*path), {}};
  if (mark == std::string_view::npos) return out;
  std::string_view rest = target.substr(mark + 1);
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    auto name = PercentDecode(pair.substr(0, equals), Plus::kSpace);
    auto value = PercentDecode(
        equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), Plus::kSpace);
    if (!name || !value) return std::nullopt;
    out.query.emplace_back(std::move(*name), std::move(*value));
  }
  return out;
}

Response Json(int status, const json::value& body) {
  Response response;
  response.status = status;
  response.content_type = "application/json; charset=utf-8";
  response.body = ToText(body);
  return response;
}

Response Ok(const json::value& body) { return Json(200, body); }

Response Created(std::string location, const json::value& body) {
  Response response = Json(201, body);
  response.headers.Set("Location", std::move(location));
  return response;
}

Response NoContent() {
  Response response;
  response.status = 204;
  return response;
}

Response Text(std::string body, std::string content_type) {
  Response response;
  response.content_type = std::move(content_type);
  response.body = std::move(body);
  return response;
}
}  // namespace vss::http
