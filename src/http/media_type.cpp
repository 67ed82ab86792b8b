#include "http/media_type.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/unicode.hpp"

namespace vss::http {
namespace {
constexpr std::string_view kWants = "wants application/json in UTF-8";

std::string LowerCase(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return out;
}

std::string_view WithoutSpaces(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

bool IsJsonType(std::string_view type) {
  return type == "application/json" ||
         (type.starts_with("application/") && type.ends_with("+json"));  // RFC 6839 §3.1
}

bool IsUtf8Charset(std::string_view parameter) {
  constexpr std::string_view kName = "charset=";
  if (!parameter.starts_with(kName)) return true;  // of no meaning for JSON
  parameter.remove_prefix(kName.size());
  if (parameter.size() > 1 && parameter.starts_with('"') && parameter.ends_with('"'))
    parameter = parameter.substr(1, parameter.size() - 2);
  return parameter == "utf-8" || parameter == "utf8";
}

// RFC 9110 §8.3.1: parameters follow a semicolon; names, type and charset compare without regard to case.
bool SaysJson(std::string_view header) {
  const std::string lower = LowerCase(header);
  std::string_view rest = lower;
  const std::size_t end = rest.find(';');
  if (!IsJsonType(WithoutSpaces(rest.substr(0, end)))) return false;
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  while (!rest.empty()) {
    const std::size_t next = rest.find(';');
    if (!IsUtf8Charset(WithoutSpaces(rest.substr(0, next)))) return false;
    rest = next == std::string_view::npos ? std::string_view() : rest.substr(next + 1);
  }
  return true;
}
}  // namespace

void RequireJson(const Request& request) {
  const auto header = request.headers.Find("Content-Type");
  if (header && SaysJson(*header)) return;
  const std::string given = header ? fmt::format("is {}", CleanText(*header, 64)) : "is not given";
  throw Error(ErrorCode::kUnsupportedMediaType, fmt::format("Content-Type {}; this body {}", given, kWants),
              {{"Content-Type", kWants}});
}
}  // namespace vss::http
