#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "base/secret.hpp"
#include "sip/digest/digest.hpp"
#include "sip/message/message.hpp"
#include "sip/message/writer.hpp"

namespace vss::sip {

/// Our account at the peer that challenges us.
struct Account {
  std::string username;
  digest::Ha1 ha1;
  Secret password;  ///< when not empty, HA1 is made of it for whatever realm asks, as at a provider
};

/// Answers the digest challenges of one peer (RFC 3261 §22.2, §22.3; RFC 8760 §2.4: SHA-256 before MD5). Each
/// nonce is answered once; what is refused again with a fresh nonce is only tried anew when the peer says
/// `stale`.
class ClientAuth {
 public:
  ClientAuth(Account account, Random& random) : account_(std::move(account)), random_(random) {}

  /// Before a request that is not a repetition after a challenge.
  void BeginRequest() { tries_ = 0; }
  enum class Verdict : std::uint8_t { kRetry, kRefused };
  /// Of a 401 or 407. kRetry: send the request again, with the next CSeq and Authorize().
  Verdict TakeChallenge(const Message& response);
  /// Adds Authorization and Proxy-Authorization for what is known so far.
  void Authorize(Writer& writer, Method method, std::string_view uri);
  /// Adds what Authorize() added last: an ACK carries the credentials of its INVITE (§13.2.2.4).
  void Repeat(Writer& writer) const;

 private:
  struct Known {
    digest::Challenge challenge;
    std::uint32_t nonce_count = 0;
    std::string credentials;  ///< last sent
  };
  std::optional<digest::Challenge> Choose(const Message& response, HeaderId id) const;
  bool CanAnswer(digest::Algorithm algorithm) const;
  void Add(Writer& writer, std::string_view header, std::optional<Known>& known, Method method,
           std::string_view uri);

  Account account_;
  Random& random_;
  std::optional<Known> server_, proxy_;
  int tries_ = 0;
};
}  // namespace vss::sip
