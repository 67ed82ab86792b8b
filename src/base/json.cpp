#include "base/json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/stream_parser.hpp>

#include "base/error.hpp"

namespace vss {

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

std::string ToText(const json::value& value) { return json::serialize(value); }
std::string ToText(const json::object& value) { return json::serialize(value); }
}  // namespace vss
