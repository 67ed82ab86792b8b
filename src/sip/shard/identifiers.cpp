#include "sip/shard/identifiers.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstring>

namespace vss::sip {
namespace {
constexpr std::size_t kShardDigits = 2, kNumberDigits = 16;

/// Exactly all of `text` as lower-case hex.
template <class Number>
bool ParseHex(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out, 16);
  return error == std::errc() && end == text.data() + text.size();
}
}  // namespace

std::uint64_t RandomNumber(Random& random) {
  const std::string bytes = random.Bytes(sizeof(std::uint64_t));
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data(), sizeof number);
  return number;
}

std::string MakeTag(std::uint16_t shard, Random& random) { return FormatTag(shard, RandomNumber(random)); }

std::string FormatTag(std::uint16_t shard, std::uint64_t bits) {
  return fmt::format("v{:02x}-{:016x}", shard, bits);
}

std::optional<std::uint16_t> ShardOfTag(std::string_view tag) {
  std::uint16_t shard = 0;
  std::uint64_t rest = 0;
  if (tag.size() != 2 + kShardDigits + kNumberDigits || tag[0] != 'v' || tag[1 + kShardDigits] != '-')
    return {};
  if (!ParseHex(tag.substr(1, kShardDigits), shard) || !ParseHex(tag.substr(2 + kShardDigits), rest))
    return {};
  return shard;
}

std::string Branch::str() const {
  return fmt::format("{}-v{:02x}-{:016x}-{:016x}", kMagicCookie, shard, transaction, secret);
}

std::optional<Branch> ParseBranch(std::string_view text) {
  constexpr std::size_t kShardAt = kMagicCookie.size() + 2;
  constexpr std::size_t kTransactionAt = kShardAt + kShardDigits + 1;
  constexpr std::size_t kSecretAt = kTransactionAt + kNumberDigits + 1;
  Branch branch;
  if (text.size() != kSecretAt + kNumberDigits || !text.starts_with(kMagicCookie)) return {};
  if (text.substr(kMagicCookie.size(), 2) != "-v" || text[kTransactionAt - 1] != '-' ||
      text[kSecretAt - 1] != '-') {
    return {};
  }
  if (!ParseHex(text.substr(kShardAt, kShardDigits), branch.shard) ||
      !ParseHex(text.substr(kTransactionAt, kNumberDigits), branch.transaction) ||
      !ParseHex(text.substr(kSecretAt), branch.secret)) {
    return {};
  }
  return branch;
}
}  // namespace vss::sip
