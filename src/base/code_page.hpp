#pragma once
#include <string_view>

namespace vss {

/// Windows-1251, Windows-1252, Windows-1250.
enum class CodePage { kCyrillic, kWestern, kCentral };

/// In which of them the words of a text, one byte a letter, are those of some language: Cyrillic words have
/// no Latin letters, and of the others that page counts whose languages have the letters of more words. What
/// is the same in both is Western.
CodePage GuessCodePage(std::string_view text);
}  // namespace vss
