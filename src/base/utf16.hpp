#pragma once
#include <optional>
#include <string>
#include <string_view>

/// UTF-16 (RFC 2781), which spreadsheets save as "Unicode text". Pure.
namespace vss {

enum class Utf16Order { kLittleEndian, kBigEndian };

/// The order of the bytes when `beginning` is UTF-16: from its byte order mark, or, without one, from the
/// zero bytes that every digit, delimiter and line end has on one side. No text in UTF-8 or in a code page
/// has those.
std::optional<Utf16Order> FindUtf16(std::string_view beginning);

/// Makes UTF-8 of a text that comes in pieces, without its byte order mark. What is half of a pair of
/// surrogates becomes U+FFFD.
class Utf16Decoder {
 public:
  explicit Utf16Decoder(Utf16Order order) : order_(order) {}
  /// The next piece of the text, in order.
  std::string Next(std::string_view piece);

 private:
  void Take(char16_t unit, std::string& out);

  const Utf16Order order_;
  std::optional<char> half_;  ///< the first byte of a unit
  char16_t high_ = 0;         ///< the first unit of a pair
  bool begun_ = false;
};
}  // namespace vss
