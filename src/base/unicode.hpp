#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Text of people: UTF-8, letters of any alphabet. Pure; every function is thread-safe.
namespace vss {

/// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool IsUtf8(std::string_view text);

/// How many characters `text` has: code points, as JSON Schema counts them. A byte that begins none counts as
/// one.
std::size_t CountCharacters(std::string_view text);

/// The character at `at`, which moves behind it; kBrokenCharacter, one byte on, where none is.
inline constexpr char32_t kBrokenCharacter = 0xFFFFFFFF;
char32_t NextCharacter(std::string_view text, std::size_t& at);
void AppendCharacter(std::string& out, char32_t code);

/// In Unicode's normal form C, so that й written as и and a breve is the letter that everybody else types.
/// What is no UTF-8 stays as it is.
std::string ToNfc(std::string_view text);

/// Without the spaces at its ends: those of any width, and marks that nobody sees, such as a byte order mark.
std::string_view TrimmedText(std::string_view text);

/// Text from the wire as it may be stored, logged and shown: what is no UTF-8 becomes U+FFFD, control
/// characters (C0 with NUL and line breaks, DEL, C1) and the ones that reorder what is shown (U+202A–202E,
/// U+2066–2069) are left out; at most `max_bytes`, cut between characters.
std::string CleanText(std::string_view text, std::size_t max_bytes);

/// The words of `text`, which is UTF-8: runs of letters and digits in lower case, whatever the alphabet. What
/// looks alike to somebody who searches is the same: ё and е, й and и with a breve.
std::vector<std::string> FoldedWords(std::string_view text);

/// What a user name is compared by: NFKC_Casefold (Unicode Standard Annex 31, identifiers without regard to
/// case and compatibility forms). Names that look alike, such as "Kate" with a Kelvin sign or in full width,
/// give the same text. What is no UTF-8 stays as it is.
std::string FoldedName(std::string_view name);
}  // namespace vss
