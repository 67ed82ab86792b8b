#include "media/inband_digits.hpp"

#include <cmath>
#include <cstdlib>
#include <stdexcept>

#include "media/g711.hpp"

extern "C" {
// clang-format off: spandsp's headers want this order
#include <spandsp/telephony.h>
#include <spandsp/fast_convert.h>
#include <spandsp/logging.h>
#include <spandsp/complex.h>
#include <spandsp/bit_operations.h>
#include <spandsp/g711.h>
#include <spandsp/queue.h>
#include <spandsp/tone_detect.h>
#include <spandsp/tone_generate.h>
#include <spandsp/super_tone_rx.h>
#include <spandsp/dtmf.h>
// clang-format on
}

namespace vss::media {

struct InbandDigits::Detector {
  dtmf_rx_state_t* state = dtmf_rx_init(nullptr, nullptr, nullptr);
  ~Detector() { dtmf_rx_free(state); }
};

InbandDigits::InbandDigits() : detector_(std::make_unique<Detector>()) {
  if (detector_->state == nullptr) throw std::bad_alloc();
}
InbandDigits::~InbandDigits() = default;

std::optional<char> InbandDigits::Hear(std::span<const std::uint8_t> payload, Codec codec) {
  const auto samples = DecodeG711(payload, codec);
  dtmf_rx(detector_->state, samples.data(), static_cast<int>(samples.size()));
  char digit = 0;
  if (dtmf_rx_get(detector_->state, &digit, 1) != 1) return std::nullopt;
  return digit;
}
}  // namespace vss::media
