#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "media/codec.hpp"

namespace vss::media {

/// Hears DTMF tones in G.711, for peers without RFC 4733 (libspandsp's detector).
class InbandDigits {
 public:
  InbandDigits();
  ~InbandDigits();
  /// A digit that was just recognised; at most one a frame.
  std::optional<char> Hear(std::span<const std::uint8_t> payload, Codec codec);

 private:
  struct Detector;
  std::unique_ptr<Detector> detector_;
};
}  // namespace vss::media
