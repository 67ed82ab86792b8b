#pragma once
#include <string>
#include <string_view>
#include <vector>

/// Text of people: UTF-8, letters of any alphabet. Pure; every function is thread-safe.
namespace vss {

/// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool IsUtf8(std::string_view text);

/// The words of `text`, which is UTF-8: runs of letters and digits in lower case, whatever the alphabet. What
/// looks alike to somebody who searches is the same: ё and е.
std::vector<std::string> FoldedWords(std::string_view text);
}  // namespace vss
