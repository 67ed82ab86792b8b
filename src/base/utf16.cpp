#include "base/utf16.hpp"

#include <algorithm>

#include "base/unicode.hpp"

namespace vss {
namespace {
constexpr char32_t kReplacement = 0xFFFD;

bool IsHighSurrogate(char16_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool IsLowSurrogate(char16_t unit) { return unit >= 0xDC00 && unit < 0xE000; }
}  // namespace

std::optional<Utf16Order> FindUtf16(std::string_view beginning) {
  if (beginning.starts_with("\xFF\xFE")) return Utf16Order::kLittleEndian;
  if (beginning.starts_with("\xFE\xFF")) return Utf16Order::kBigEndian;
  constexpr std::size_t kEnough = 4096, kOneZeroIn = 20, kTimesTheOther = 8, kNoAccident = 2;
  const std::string_view sample = beginning.substr(0, kEnough);
  std::size_t first = 0, second = 0;
  for (std::size_t i = 0; i + 1 < sample.size(); i += 2) {
    first += sample[i] == '\0' ? 1 : 0;
    second += sample[i + 1] == '\0' ? 1 : 0;
  }
  const std::size_t units = sample.size() / 2;
  // The other side has one now and then: a character of a page's beginning, or half of an emoji.
  const auto is_side = [units](std::size_t zeros, std::size_t other) {
    return zeros >= kNoAccident && zeros * kOneZeroIn >= units && other * kTimesTheOther <= zeros;
  };
  if (is_side(second, first)) return Utf16Order::kLittleEndian;
  if (is_side(first, second)) return Utf16Order::kBigEndian;
  return std::nullopt;
}

std::string Utf16Decoder::Next(std::string_view piece) {
  std::string out;
  out.reserve(piece.size() * 3 / 2);
  for (const char byte : piece) {
    if (!half_) {
      half_ = byte;
      continue;
    }
    const auto first = static_cast<unsigned char>(*half_), second = static_cast<unsigned char>(byte);
    half_.reset();
    Take(static_cast<char16_t>(order_ == Utf16Order::kBigEndian ? first << 8 | second : second << 8 | first),
         out);
  }
  return out;
}

void Utf16Decoder::Take(char16_t unit, std::string& out) {
  constexpr char16_t kByteOrderMark = 0xFEFF;
  if (!std::exchange(begun_, true) && unit == kByteOrderMark) return;
  const char16_t high = std::exchange(high_, u'\0');
  if (high != 0 && IsLowSurrogate(unit)) {
    AppendCharacter(out, 0x10000U + (static_cast<char32_t>(high - 0xD800) << 10) + (unit - 0xDC00U));
    return;
  }
  if (high != 0) AppendCharacter(out, kReplacement);
  if (IsHighSurrogate(unit)) {
    high_ = unit;
  } else {
    AppendCharacter(out, IsLowSurrogate(unit) ? kReplacement : static_cast<char32_t>(unit));
  }
}
}  // namespace vss
