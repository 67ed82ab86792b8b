#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Digest authentication for SIP (RFC 3261 §22, RFC 7616, RFC 8760): MD5 and SHA-256, qop=auth. Pure but for
/// the nonce's clock, which is given.
namespace vss::sip::digest {

enum class Algorithm : std::uint8_t { kMd5, kSha256 };
std::string_view ToString(Algorithm algorithm);

/// HA1 = H(username:realm:password) in lower-case hex, for each algorithm.
struct Ha1 {
  std::string md5;
  std::string sha256;
};
Ha1 MakeHa1(std::string_view username, std::string_view realm, std::string_view password);

struct Challenge {
  std::string realm, nonce, opaque;
  Algorithm algorithm = Algorithm::kMd5;
  bool stale = false;
  bool qop_auth = true;
};
std::string WriteChallenge(const Challenge& challenge);
/// nullopt for a scheme, algorithm or qop that VSS does not do, and for what is no challenge at all.
std::optional<Challenge> ParseChallenge(std::string_view header);

struct Credentials {
  std::string username, realm, nonce, uri, response, opaque, cnonce, nc, qop;
  Algorithm algorithm = Algorithm::kMd5;
};
/// Of several WWW-Authenticate or Proxy-Authenticate values the strongest that VSS does: SHA-256 before MD5,
/// else the topmost (RFC 8760 §2.4).
std::optional<Challenge> StrongestChallenge(std::span<const std::string_view> headers);
/// Bytes of an Authorization or WWW-Authenticate value that are looked at; longer ones are refused.
inline constexpr std::size_t kMaxHeaderBytes = 4096;

std::string WriteCredentials(const Credentials& credentials);
/// nullopt also for a user name that is hashed (RFC 7616 §3.4.4), which VSS never asks for, and for qop
/// without nc or cnonce. An empty qop is the manner of RFC 2069.
std::optional<Credentials> ParseCredentials(std::string_view header);

/// Answers a challenge. `nc` counts requests with this nonce from 1.
Credentials Answer(const Challenge& challenge, std::string_view username, const Ha1& ha1,
                   std::string_view method, std::string_view uri, std::uint32_t nc, std::string_view cnonce);
/// Constant-time comparison of the response.
bool Verify(const Credentials& credentials, const Ha1& ha1, std::string_view method);

/// Nonces without a table: time and the peer's address under a key (RFC 7616 §3.3). nc is checked against a
/// bounded table of those in use, so a replayed request is refused (RFC 7616 §5.12).
class NonceKeeper {
 public:
  struct Settings {
    std::chrono::seconds lifetime{300};
    std::size_t max_tracked = 65'536;
  };
  NonceKeeper(std::string key, Settings settings) : key_(std::move(key)), settings_(settings) {}

  std::string Make(std::chrono::milliseconds now, std::string_view peer_address);
  /// Whether it was made here for that peer, however old: who has it received what we sent there.
  bool IsOurs(std::string_view nonce, std::string_view peer_address) const {
    return Open(nonce, peer_address).has_value();
  }
  enum class Verdict : std::uint8_t { kGood, kStale, kReplayed, kForged };
  /// kGood also notes `nc` as used; call it after the response proved right.
  Verdict Check(std::string_view nonce, std::string_view peer_address, std::string_view nc,
                std::chrono::milliseconds now);

 private:
  /// What tells nonces apart: when it was made, and random bits. Ordered, the older one first.
  struct Stamp {
    std::uint64_t milliseconds = 0, salt = 0;
    auto operator<=>(const Stamp&) const = default;
  };
  struct Use {
    Stamp stamp;
    std::uint32_t highest_nc = 0;
    std::uint64_t window = 0;  ///< bit n: highest_nc - n was seen
  };
  std::string Seal(const Stamp& stamp, std::string_view peer_address) const;
  std::optional<Stamp> Open(std::string_view nonce, std::string_view peer_address) const;
  Verdict NoteUse(const Stamp& stamp, std::uint32_t nc);

  std::string key_;
  Settings settings_;
  std::vector<Use> uses_;  ///< direct-mapped by the salt; a collision makes the older nonce stale
};
}  // namespace vss::sip::digest
