#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace vss::media {

/// The payload of RFC 4733 §2.3: one named event in progress.
struct TelephoneEvent {
  std::uint8_t event = 0;
  bool end = false;
  std::uint8_t volume = 10;    ///< −dBm0, 0 … 63
  std::uint16_t duration = 0;  ///< so far, in timestamp units (8 kHz)
};

inline constexpr std::size_t kTelephoneEventBytes = 4;

/// The first event of the payload; nullopt when it is too short.
std::optional<TelephoneEvent> DecodeTelephoneEvent(std::span<const std::uint8_t> payload);
std::array<std::uint8_t, kTelephoneEventBytes> EncodeTelephoneEvent(const TelephoneEvent& event);

/// RFC 4733 §3.2: 0–9, *, #, A–D are the events 0 … 15. nullopt for anything else.
std::optional<char> DigitOfEvent(std::uint8_t event);
std::optional<std::uint8_t> EventOfDigit(char digit);
}  // namespace vss::media
