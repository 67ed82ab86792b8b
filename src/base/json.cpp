#include "base/json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/stream_parser.hpp>

#include <cmath>
#include <optional>
#include <unordered_set>
#include <vector>

#include "base/error.hpp"
#include "base/unicode.hpp"

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

// Finds the first key that an object has twice; json::value keeps the last one and tells nobody.
class DuplicateKeys {
 public:
  static constexpr auto max_object_size = static_cast<std::size_t>(-1);
  static constexpr auto max_array_size = static_cast<std::size_t>(-1);
  static constexpr auto max_key_size = static_cast<std::size_t>(-1);
  static constexpr auto max_string_size = static_cast<std::size_t>(-1);
  using Failure = boost::system::error_code;

  /// Where it is, as in fields.city.
  const std::optional<std::string>& found() const { return found_; }

  // NOLINTBEGIN(readability-identifier-naming): what basic_parser calls
  bool on_document_begin(Failure&) { return true; }
  bool on_document_end(Failure&) { return true; }
  bool on_object_begin(Failure&) {
    open_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, Failure&) {
    open_.pop_back();
    return true;
  }
  bool on_array_begin(Failure&) { return true; }
  bool on_array_end(std::size_t, Failure&) { return true; }
  bool on_key_part(std::string_view part, std::size_t, Failure&) {
    key_ += part;
    return true;
  }
  bool on_key(std::string_view part, std::size_t, Failure& failure) {
    key_ += part;
    Object& object = open_.back();
    object.key = std::exchange(key_, {});
    if (object.keys.insert(object.key).second) return true;
    found_ = Path();
    failure = json::make_error_code(json::error::exception);
    return false;
  }
  bool on_string_part(std::string_view, std::size_t, Failure&) { return true; }
  bool on_string(std::string_view, std::size_t, Failure&) { return true; }
  bool on_number_part(std::string_view, Failure&) { return true; }
  bool on_int64(std::int64_t, std::string_view, Failure&) { return true; }
  bool on_uint64(std::uint64_t, std::string_view, Failure&) { return true; }
  bool on_double(double, std::string_view, Failure&) { return true; }
  bool on_bool(bool, Failure&) { return true; }
  bool on_null(Failure&) { return true; }
  bool on_comment_part(std::string_view, Failure&) { return true; }
  bool on_comment(std::string_view, Failure&) { return true; }
  // NOLINTEND(readability-identifier-naming)

 private:
  struct Object {
    std::string key;
    std::unordered_set<std::string> keys;
  };

  // The caller made the names up: each is cut where it is shown.
  std::string Path() const {
    std::string path;
    for (const Object& object : open_) {
      path += path.empty() ? "" : ".";
      path += CleanText(object.key, 64);
    }
    return CleanText(path, 200);
  }

  std::vector<Object> open_;
  std::string key_;
  std::optional<std::string> found_;
};

void RefuseDuplicateKeys(std::string_view text, const json::parse_options& options) {
  json::basic_parser<DuplicateKeys> parser(options);
  boost::system::error_code failure;
  parser.write_some(false, text.data(), text.size(), failure);
  if (const auto& field = parser.handler().found()) throw InvalidField(*field, "is given more than once");
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
  RefuseDuplicateKeys(text, options);
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
