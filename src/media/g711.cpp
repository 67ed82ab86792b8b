#include "media/g711.hpp"

#include <algorithm>
#include <cstdlib>

extern "C" {
// clang-format off: spandsp's headers want this order
#include <spandsp/telephony.h>
#include <spandsp/bit_operations.h>
#include <spandsp/g711.h>
// clang-format on
}

namespace vss::media {
namespace {
using Table = std::array<std::uint8_t, 256>;

template <class F>
auto MakeTable(F of_byte) {
  std::array<decltype(of_byte(std::uint8_t{})), 256> table{};
  for (unsigned byte = 0; byte < table.size(); ++byte) table[byte] = of_byte(static_cast<std::uint8_t>(byte));
  return table;
}

const std::array<std::int16_t, 256>& LinearTable(Codec codec) {
  static const auto kAlaw = MakeTable([](std::uint8_t byte) { return alaw_to_linear(byte); });
  static const auto kUlaw = MakeTable([](std::uint8_t byte) { return ulaw_to_linear(byte); });
  return codec == Codec::kPcma ? kAlaw : kUlaw;
}
}  // namespace

std::uint8_t EncodeSample(std::int16_t sample, Codec codec) {
  return codec == Codec::kPcma ? linear_to_alaw(sample) : linear_to_ulaw(sample);
}

std::int16_t DecodeSample(std::uint8_t byte, Codec codec) { return LinearTable(codec)[byte]; }

void EncodeG711(std::span<const std::int16_t> samples, Codec codec, std::span<std::uint8_t> out) {
  std::ranges::transform(samples, out.begin(), [codec](std::int16_t s) { return EncodeSample(s, codec); });
}

std::vector<std::int16_t> DecodeG711(std::span<const std::uint8_t> bytes, Codec codec) {
  const auto& table = LinearTable(codec);
  std::vector<std::int16_t> samples(bytes.size());
  std::ranges::transform(bytes, samples.begin(), [&](std::uint8_t byte) { return table[byte]; });
  return samples;
}

const Table& TranscodeTable(Codec from, Codec to) {
  static const Table kSame = MakeTable([](std::uint8_t byte) { return byte; });
  static const Table kToUlaw = MakeTable([](std::uint8_t byte) { return alaw_to_ulaw(byte); });
  static const Table kToAlaw = MakeTable([](std::uint8_t byte) { return ulaw_to_alaw(byte); });
  if (from == to) return kSame;
  return to == Codec::kPcmu ? kToUlaw : kToAlaw;
}
}  // namespace vss::media
