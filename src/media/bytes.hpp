#pragma once
#include <cstdint>
#include <span>

/// Numbers in network byte order. The caller has checked the bounds.
namespace vss::media {

inline std::uint16_t Load16(std::span<const std::uint8_t> at) {
  return static_cast<std::uint16_t>(at[0] << 8 | at[1]);
}
inline std::uint32_t Load32(std::span<const std::uint8_t> at) {
  return std::uint32_t{at[0]} << 24 | std::uint32_t{at[1]} << 16 | std::uint32_t{at[2]} << 8 | at[3];
}
inline void Store16(std::span<std::uint8_t> at, std::uint32_t value) {
  at[0] = static_cast<std::uint8_t>(value >> 8);
  at[1] = static_cast<std::uint8_t>(value);
}
inline void Store32(std::span<std::uint8_t> at, std::uint32_t value) {
  Store16(at, value >> 16);
  Store16(at.subspan(2), value & 0xFFFF);
}
}  // namespace vss::media
