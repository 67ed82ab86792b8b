#include "media/telephone_event.hpp"

#include <string_view>

#include "media/bytes.hpp"

namespace vss::media {
namespace {
constexpr std::string_view kDigits = "0123456789*#ABCD";
}

std::optional<TelephoneEvent> DecodeTelephoneEvent(std::span<const std::uint8_t> payload) {
  if (payload.size() < kTelephoneEventBytes) return std::nullopt;
  return TelephoneEvent{.event = payload[0],
                        .end = (payload[1] & 0x80) != 0,
                        .volume = static_cast<std::uint8_t>(payload[1] & 0x3F),
                        .duration = Load16(payload.subspan(2))};
}

std::array<std::uint8_t, kTelephoneEventBytes> EncodeTelephoneEvent(const TelephoneEvent& event) {
  std::array<std::uint8_t, kTelephoneEventBytes> bytes{};
  bytes[0] = event.event;
  bytes[1] = static_cast<std::uint8_t>((event.end ? 0x80 : 0) | (event.volume & 0x3F));
  Store16(std::span(bytes).subspan(2), event.duration);
  return bytes;
}

std::optional<char> DigitOfEvent(std::uint8_t event) {
  if (event >= kDigits.size()) return std::nullopt;
  return kDigits[event];
}

std::optional<std::uint8_t> EventOfDigit(char digit) {
  const char upper = digit >= 'a' && digit <= 'd' ? static_cast<char>(digit - 'a' + 'A') : digit;
  const std::size_t event = kDigits.find(upper);
  if (event == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint8_t>(event);
}
}  // namespace vss::media
