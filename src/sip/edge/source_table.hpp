#pragma once
#include <array>
#include <boost/asio/ip/address.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <cstdint>
#include <vector>

#include "sip/transaction/keyed_hash.hpp"

namespace vss::sip {

/// A token bucket and a ban for each source: an address, or one port of it. Bounded: when full, the source
/// that was silent longest is forgotten. All O(1), nothing allocated once it is full. One thread.
class SourceTable {
 public:
  using Milliseconds = std::chrono::milliseconds;
  struct Limits {
    std::size_t max_sources = 65'536;
    double per_second = 400;  ///< tokens that come back
    double burst = 2'000;     ///< tokens of a source that was silent
  };
  struct Source {
    double tokens = 0;
    Milliseconds refilled{0};
    Milliseconds banned_until{0};
  };

  SourceTable(const Limits& limits, KeyedHash hash) : limits_(limits), places_(0, Hash{hash}) {}

  /// The source, new or known, now the latest used. Valid until the next call.
  Source& At(const boost::asio::ip::address& address, Milliseconds now);
  Source& At(const boost::asio::ip::address& address, std::uint16_t port, Milliseconds now);
  /// Takes one token; false when there is none.
  bool TakeToken(Source& source, Milliseconds now);
  std::size_t size() const { return places_.size(); }

 private:
  using Key = std::array<unsigned char, 18>;  ///< IPv4 as IPv4-mapped, then the port or 0
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  struct Hash {
    using is_avalanching = void;
    KeyedHash keyed;
    std::uint64_t operator()(const Key& key) const {
      return keyed({reinterpret_cast<const char*>(key.data()), key.size()});
    }
  };
  struct Cell {
    Key key{};
    Source source;
    std::uint32_t newer = kNone, older = kNone;
  };

  std::uint32_t Place(const Key& key, Milliseconds now);
  void Unlink(std::uint32_t place);
  void MakeNewest(std::uint32_t place);

  Limits limits_;
  std::vector<Cell> cells_;
  boost::unordered_flat_map<Key, std::uint32_t, Hash> places_;
  std::uint32_t newest_ = kNone, oldest_ = kNone;
};
}  // namespace vss::sip
