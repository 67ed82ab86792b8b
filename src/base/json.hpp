#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

namespace vss {
namespace json = boost::json;

/// Parses untrusted text: at most `max_depth` levels, no key twice in an object (readers differ in which one
/// they take, RFC 8259 §4). Throws Error(kInvalidParams) that says where the text stops being JSON, or which
/// key is there twice.
json::value ParseJson(std::string_view text, std::size_t max_depth = 32);

/// Parses text that VSS itself wrote (a column, an embedded file). Throws Error(kInternal) when damaged.
json::value ParseTrustedJson(std::string_view text);

/// Compact JSON text.
std::string ToText(const json::value& value);
std::string ToText(const json::object& value);
}  // namespace vss
