#pragma once
#include <string>
#include <string_view>

/// The "name=value, name="value"" lists of Authorization and WWW-Authenticate (RFC 7235 §2.1, RFC 3261
/// §25.1).
namespace vss::sip::digest {

/// Takes the scheme "Digest" off the front; false when it is another one.
bool TakeScheme(std::string_view& header);

struct AuthParam {
  std::string_view name;
  std::string value;  ///< escapes of a quoted string undone
};
enum class ParamStep { kParam, kEnd, kBad };
ParamStep NextParam(std::string_view& rest, AuthParam& param);

/// Appends `, name="value"` (no comma at the start of the list) with quotes and backslashes escaped.
void AppendQuoted(std::string& out, std::string_view name, std::string_view value);
/// The same without quotes.
void AppendToken(std::string& out, std::string_view name, std::string_view value);
}  // namespace vss::sip::digest
