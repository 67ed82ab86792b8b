#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/random.hpp"
#include "sip/digest/digest.hpp"
#include "sip/message/chars.hpp"

namespace vss::sip::digest {
namespace {
constexpr std::size_t kNumberBytes = 8, kSealBytes = 16;
constexpr std::size_t kNonceBytes = 2 * kNumberBytes + kSealBytes;
constexpr std::uint32_t kWindow = 64;

std::string ToBytes(std::uint64_t number) {
  std::string out(kNumberBytes, '\0');
  for (std::size_t i = kNumberBytes; i-- > 0; number >>= 8) out[i] = static_cast<char>(number & 0xFF);
  return out;
}
std::uint64_t FromBytes(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

/// Eight hex digits (RFC 7616 §3.4). A client without qop counts nothing: its nonce is good once.
std::optional<std::uint32_t> ParseCount(std::string_view nc) {
  if (nc.empty()) return 1;
  if (nc.size() != 8 || !All(nc, chars::kHex)) return std::nullopt;
  std::uint32_t number = 0;
  for (const char c : nc) {
    number = number << 4 | static_cast<std::uint32_t>(Is(c, chars::kDigit) ? c - '0' : ToLower(c) - 'a' + 10);
  }
  if (number == 0) return std::nullopt;
  return number;
}
}  // namespace

std::string NonceKeeper::Seal(const Stamp& stamp, std::string_view peer_address) const {
  const std::string text = ToBytes(stamp.milliseconds) + ToBytes(stamp.salt);
  const std::string seal = crypto::HmacSha256(key_, text + std::string(peer_address)).substr(0, kSealBytes);
  return crypto::Base64UrlEncode(text + seal);
}

std::optional<NonceKeeper::Stamp> NonceKeeper::Open(std::string_view nonce,
                                                    std::string_view peer_address) const {
  const auto bytes = crypto::Base64UrlDecode(nonce.substr(0, 2 * kNonceBytes));
  if (!bytes || bytes->size() != kNonceBytes) return std::nullopt;
  const std::string_view view = *bytes;
  const Stamp stamp{FromBytes(view.substr(0, kNumberBytes)),
                    FromBytes(view.substr(kNumberBytes, kNumberBytes))};
  if (!crypto::ConstantTimeEqual(Seal(stamp, peer_address), nonce)) return std::nullopt;
  return stamp;
}

std::string NonceKeeper::Make(std::chrono::milliseconds now, std::string_view peer_address) {
  // Random bits keep two phones behind one address apart, which ask in the same moment.
  SystemRandom random;
  return Seal({static_cast<std::uint64_t>(now.count()), FromBytes(random.Bytes(kNumberBytes))}, peer_address);
}

NonceKeeper::Verdict NonceKeeper::Check(std::string_view nonce, std::string_view peer_address,
                                        std::string_view nc, std::chrono::milliseconds now) {
  const auto count = ParseCount(nc);
  const auto stamp = Open(nonce, peer_address);
  if (!stamp || !count) return Verdict::kForged;
  const std::chrono::milliseconds made(static_cast<std::int64_t>(stamp->milliseconds));
  if (made > now || now - made > settings_.lifetime) return Verdict::kStale;
  return NoteUse(*stamp, *count);
}

/// A place only ever goes from an older nonce to a newer one, so a nonce that lost its place is older than
/// who holds it: it is stale, and what it was used for cannot be forgotten and then replayed. Stamps count
/// milliseconds, so that of two nonces of one second the one that was asked for first is also the older one.
NonceKeeper::Verdict NonceKeeper::NoteUse(const Stamp& stamp, std::uint32_t nc) {
  if (uses_.empty()) uses_.resize(std::max<std::size_t>(settings_.max_tracked, 1));
  Use& use = uses_[stamp.salt % uses_.size()];
  if (stamp < use.stamp) return Verdict::kStale;
  if (stamp > use.stamp) use = {.stamp = stamp};
  if (nc > use.highest_nc) {
    const std::uint32_t step = nc - use.highest_nc;
    use.window = step < kWindow ? use.window << step : 0;
    use.window |= 1;
    use.highest_nc = nc;
    return Verdict::kGood;
  }
  const std::uint32_t behind = use.highest_nc - nc;
  if (behind >= kWindow || (use.window >> behind & 1) != 0) return Verdict::kReplayed;
  use.window |= std::uint64_t{1} << behind;
  return Verdict::kGood;
}
}  // namespace vss::sip::digest
