#include "base/json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/stream_parser.hpp>

#include <cmath>

#include "base/error.hpp"

namespace vss {
namespace {

// RFC 8259 §7: quotes, backslashes and control characters are escaped, the rest is UTF-8 as it is.
void Append(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out += text.substr(plain, i - plain);
    plain = i + 1;
    out += '\\';
    switch (c) {
      case '\n':
        out += 'n';
        break;
      case '\r':
        out += 'r';
        break;
      case '\t':
        out += 't';
        break;
      case '"':
      case '\\':
        out += static_cast<char>(c);
        break;
      default:
        out += "u00";
        out += kHex[c >> 4];
        out += kHex[c & 15];
    }
  }
  out += text.substr(plain);
  out += '"';
}

void Append(std::string& out, const json::value& value);

void Append(std::string& out, const json::object& object) {
  out += '{';
  bool first = true;
  for (const auto& [key, value] : object) {
    if (!std::exchange(first, false)) out += ',';
    Append(out, std::string_view(key));
    out += ':';
    Append(out, value);
  }
  out += '}';
}

void Append(std::string& out, const json::array& array) {
  out += '[';
  bool first = true;
  for (const json::value& value : array) {
    if (!std::exchange(first, false)) out += ',';
    Append(out, value);
  }
  out += ']';
}

void Append(std::string& out, const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      out += "null";
      break;
    case json::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      break;
    case json::kind::int64:
      fmt::format_to(std::back_inserter(out), "{}", value.get_int64());
      break;
    case json::kind::uint64:
      fmt::format_to(std::back_inserter(out), "{}", value.get_uint64());
      break;
    case json::kind::double_:
      // The shortest text that reads back as the same number; JSON has no infinity and no NaN.
      if (std::isfinite(value.get_double()))
        fmt::format_to(std::back_inserter(out), "{}", value.get_double());
      else
        out += "null";
      break;
    case json::kind::string:
      Append(out, std::string_view(value.get_string()));
      break;
    case json::kind::array:
      Append(out, value.get_array());
      break;
    case json::kind::object:
      Append(out, value.get_object());
      break;
  }
}
}  // namespace

json::value ParseJson(std::string_view text, std::size_t max_depth) {
  json::parse_options options;
  options.max_depth = max_depth;
  boost::system::error_code failure;
  json::stream_parser parser({}, options);
  const std::size_t used = parser.write_some(text.data(), text.size(), failure);
  if (!failure && used < text.size()) failure = json::make_error_code(json::error::extra_data);
  if (!failure) parser.finish(failure);
  if (failure) {
    throw Error(ErrorCode::kInvalidParams,
                fmt::format("the request body is not valid JSON: {} near byte {}", failure.message(), used),
                {{"body", failure.message()}});
  }
  return parser.release();
}

json::value ParseTrustedJson(std::string_view text) {
  boost::system::error_code failure;
  json::value value = json::parse(text, failure);
  if (failure) throw InternalError("stored JSON is damaged: " + failure.message());
  return value;
}

// Boost.JSON's own serializer writes 0.5 as 5E-1, which is right and which nobody wants to read.
std::string ToText(const json::value& value) {
  std::string out;
  Append(out, value);
  return out;
}

std::string ToText(const json::object& value) {
  std::string out;
  Append(out, value);
  return out;
}
}  // namespace vss
