#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
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
/// nullopt for a scheme, algorithm or qop that VSS does not do.
std::optional<Challenge> ParseChallenge(std::string_view header);

struct Credentials {
  std::string username, realm, nonce, uri, response, opaque, cnonce, nc, qop;
  Algorithm algorithm = Algorithm::kMd5;
};
std::string WriteCredentials(const Credentials& credentials);
std::optional<Credentials> ParseCredentials(std::string_view header);

/// The strongest challenge of several (RFC 8760 §2.4: topmost that is supported; we prefer SHA-256 when
/// offered) answered. `nc` counts requests with this nonce from 1.
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

  std::string Make(std::chrono::seconds now, std::string_view peer_address);
  enum class Verdict : std::uint8_t { kGood, kStale, kReplayed, kForged };
  /// kGood also notes `nc` as used; call it after the response proved right.
  Verdict Check(std::string_view nonce, std::string_view peer_address, std::string_view nc,
                std::chrono::seconds now);

 private:
  struct Use {
    std::string nonce;
    std::uint32_t highest_nc = 0;
    std::uint64_t window = 0;  ///< bit n: highest_nc - n was seen
  };
  std::string key_;
  Settings settings_;
  std::vector<Use> uses_;  ///< direct-mapped by hash; a collision makes the older one stale
};
}  // namespace vss::sip::digest
