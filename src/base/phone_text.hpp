#pragma once
#include <expected>
#include <string>
#include <string_view>

/// What stands in a cell or was pasted as a telephone number, brought to the characters that numbers are
/// written with. Pure.
namespace vss {

struct PhoneText {
  /// Digits, the grouping characters `+ -().` and what may part two numbers: `, ; / | newline`.
  std::string text;
  std::string extension;  ///< digits that are dialled behind the number; mostly none
};

/// Takes typographic spaces, dashes and full-width characters for what they look like, and leaves out what
/// nobody sees, an apostrophe in front, and words such as `тел.`, `Mob:` and `tel:`. The error names the
/// character that is no part of a number, or what a spreadsheet has done to it.
std::expected<PhoneText, std::string> ReadPhoneText(std::string_view written);
}  // namespace vss
