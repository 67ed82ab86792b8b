#pragma once
#include <functional>
#include <memory>

#include "base/random.hpp"
#include "sip/dialog/session.hpp"
#include "sip/dialog/timer.hpp"
#include "sip/message/message.hpp"

namespace vss::sip {

/// What the registrations of one shard's softphones share; the one at the provider has a world of its own.
/// Outlives them.
struct RegistrationWorld {
  Stack& stack;
  Random& random;
  Target registrar;
  std::string domain;        ///< realm and host of the AORs
  std::string contact_host;  ///< host:port where the softphones are reached
  std::chrono::seconds expires{300};
  std::string user_agent = "VSS softphone";
  /// The line could not register; it goes on trying. `reason` is for people.
  std::function<void(const std::string& number, std::string reason)> failed;
};

/// Keeps one AOR registered (RFC 3261 §10.2, digest by RFC 7616): refreshes at 80 % of the granted time,
/// retries with growing pauses, says once per try why it failed. On its shard's thread.
class Registration final : private ClientUser {
 public:
  Registration(RegistrationWorld& world, std::string number, Account account);
  ~Registration() override;

  /// Sends REGISTER after `delay`; what was going on before is dropped.
  void Start(std::chrono::milliseconds delay);
  /// New credentials are used from the next request on.
  void Use(Account account);

  bool registered() const { return registered_; }
  const std::string& number() const { return number_; }

 private:
  void OnResponse(ClientId id, const Message& response) override;
  void OnRequestFailed(ClientId id, TransactionFailure failure) override;

  void Send();
  std::string Write();
  void Wait(std::chrono::milliseconds delay);
  void Succeed(const Message& response);
  void Fail(std::string reason);
  double Luck();

  RegistrationWorld& world_;
  std::string number_;
  std::optional<ClientAuth> auth_;  ///< keeps the nonce, so that refreshes need no second round trip
  std::string call_id_;
  std::string tag_;
  std::uint32_t cseq_ = 0;
  std::uint32_t expires_s_;
  ClientId pending_{};
  Timer timer_;
  std::uint16_t failures_ = 0;
  bool registered_ = false;
};

/// What a 200 to REGISTER granted to `contact_uri`, else its Expires header; nullopt when it says nothing.
std::optional<std::chrono::seconds> GrantedExpiry(const Message& response, std::string_view contact_uri);
}  // namespace vss::sip
