#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "sip/digest/digest.hpp"
#include "sip/edge/source_table.hpp"
#include "sip/message/writer.hpp"
#include "sip/registrar/lock_out.hpp"
#include "sip/transport/flow.hpp"

namespace vss::sip {

/// Which algorithms are offered, and taken. Some phones (libre of 2020, older firmwares) give up at a
/// challenge they do not know, even beside one that they do; for them there is kMd5.
enum class DigestOffer : std::uint8_t {
  kBoth,    ///< SHA-256 first, then MD5 (RFC 8760 §2.3)
  kSha256,  ///< MD5 credentials are refused
  kMd5,
};

/// Digest verification of requests from phones (RFC 3261 §22, RFC 7616, RFC 8760), for REGISTER and INVITE.
/// What it says and does is the same for users that exist and for those that do not. A wrong password counts
/// only with a nonce that was sent to where the request comes from: whoever writes somebody else's address
/// into a datagram does not have one, and locks nobody out. On its shard's thread.
class Authenticator {
 public:
  struct Settings {
    std::string realm = "vss.internal";
    DigestOffer offer = DigestOffer::kBoth;
    digest::NonceKeeper::Settings nonces;
    /// How often one address may try a password of an account that is locked.
    SourceTable::Limits guesses{.max_sources = 65'536, .per_second = 0.1, .burst = 10};
  };
  enum class Verdict : std::uint8_t {
    kGood,
    kChallenge,  ///< no credentials for our realm, or none we can take: 401
    kStale,      ///< right password, but the nonce is old or its count was used: 401 with stale=true
    kRefused,    ///< wrong password, unknown user, too many guesses: 403
  };
  /// Whether the request comes from where the user's phone is registered: a lock-out does not touch it.
  enum class Source : std::uint8_t { kUnknown, kRegistered };
  struct Counters {
    std::uint64_t good = 0, challenged = 0, stale = 0, refused = 0, locked_out = 0;
  };

  /// `nonce_key`: 32 secret bytes. `now`: monotonic.
  Authenticator(Settings settings, std::string nonce_key, std::function<std::chrono::milliseconds()> now);

  /// Adds an account or gives it a new password, which ends a lock-out.
  void Put(const std::string& user, digest::Ha1 ha1);
  void Remove(const std::string& user) { accounts_.erase(user); }
  bool Knows(const std::string& user) const { return accounts_.contains(user); }
  std::size_t accounts() const { return accounts_.size(); }

  /// `user` is whom the request speaks for: To of a REGISTER, From of an INVITE, unescaped.
  Verdict Check(const Message& request, const std::string& user, const Flow& flow, Source source);
  /// The answer to what is not kGood: 401 with the challenges, or 403.
  std::string Refusal(const Message& request, Verdict verdict, const Flow& flow, std::string_view to_tag);

  const Counters& counters() const { return counters_; }

 private:
  struct Account {
    digest::Ha1 ha1;
    LockOut lock_out;
  };
  Verdict Judge(const Message& request, const std::string& user, const Flow& flow, Source source);
  bool MayGuess(const Flow& flow);
  Verdict JudgeNonce(const digest::Credentials& credentials, const Flow& flow);
  bool Offers(digest::Algorithm algorithm) const;
  std::chrono::seconds Now() const { return std::chrono::floor<std::chrono::seconds>(now_()); }

  Settings settings_;
  std::function<std::chrono::milliseconds()> now_;
  digest::NonceKeeper nonces_;
  SourceTable guesses_;  ///< addresses that tried accounts while those were locked
  Account nobody_;       ///< what unknown users are checked against
  std::unordered_map<std::string, Account> accounts_;
  Counters counters_;
};
}  // namespace vss::sip
