#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.hpp"

/// Ids that VSS writes into messages and that come back to it: they say which shard holds the state. Pure but
/// for the random bytes.
namespace vss::sip {

inline constexpr std::string_view kMagicCookie = "z9hG4bK";  ///< RFC 3261 §8.1.1.7

/// A From or To tag: "v" shard "-" 16 hex digits; 64 random bits (§19.3 wants at least 32).
std::string MakeTag(std::uint16_t shard, Random& random);
/// The same from bits that the caller has.
std::string FormatTag(std::uint16_t shard, std::uint64_t bits);
/// None when the tag is not of ours.
std::optional<std::uint16_t> ShardOfTag(std::string_view tag);

/// A Via branch of ours. `transaction` is 0 for a request outside a transaction (the ACK of a 2xx); `secret`
/// keeps others from guessing a branch and so from answering for a peer.
struct Branch {
  std::uint16_t shard = 0;
  std::uint64_t transaction = 0;
  std::uint64_t secret = 0;
  bool operator==(const Branch&) const = default;
  std::string str() const;
};
/// None when the branch is not of ours.
std::optional<Branch> ParseBranch(std::string_view text);

/// Eight random bytes as a number.
std::uint64_t RandomNumber(Random& random);
}  // namespace vss::sip
