#pragma once
#include <bit>
#include <cstdint>
#include <string_view>

namespace vss::sip {

/// SipHash-2-4 (Aumasson and Bernstein, 2012): a table whose keys come from the network stays fast when
/// somebody chooses them, as long as the key is secret.
struct KeyedHash {
  using is_avalanching = void;  // tells the table that the bits are mixed already
  std::uint64_t key0 = 0, key1 = 0;

  std::uint64_t operator()(std::string_view text) const {
    State s{key0 ^ 0x736f6d6570736575, key1 ^ 0x646f72616e646f6d, key0 ^ 0x6c7967656e657261,
            key1 ^ 0x7465646279746573};
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) s.Take(Word(text.substr(at, 8)));
    s.Take(Word(text.substr(at)) | (std::uint64_t{text.size() & 0xff} << 56));
    s.v2 ^= 0xff;
    for (int round = 0; round < 4; ++round) s.Round();
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
  }

 private:
  struct State {
    std::uint64_t v0, v1, v2, v3;
    void Take(std::uint64_t word) {
      v3 ^= word;
      Round();
      Round();
      v0 ^= word;
    }
    void Round() {
      v0 += v1;
      v1 = std::rotl(v1, 13) ^ v0;
      v0 = std::rotl(v0, 32);
      v2 += v3;
      v3 = std::rotl(v3, 16) ^ v2;
      v0 += v3;
      v3 = std::rotl(v3, 21) ^ v0;
      v2 += v1;
      v1 = std::rotl(v1, 17) ^ v2;
      v2 = std::rotl(v2, 32);
    }
  };

  /// Up to eight bytes, the first the lowest.
  static std::uint64_t Word(std::string_view bytes) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
      word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    return word;
  }
};
}  // namespace vss::sip
