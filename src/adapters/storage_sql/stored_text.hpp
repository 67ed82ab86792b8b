#pragma once
#include <string>
#include <string_view>

namespace vss::sql {
/// `text` as both engines can store it: NUL and bytes that are not UTF-8 become U+FFFD. For what comes from
/// outside unchecked and must be kept nevertheless, such as the user name of a failed login.
std::string StoredText(std::string_view text);
}  // namespace vss::sql
