#pragma once
#include <unordered_map>

#include "sip/softphone/registration.hpp"
#include "sip/softphone/softphone_call.hpp"

namespace vss::sip {

struct SoftphoneSettings {
  Endpoint edge;  ///< the registrar, and the only one who may call
  std::string domain;
  std::string address;  ///< our own, of the softphones' stack
  std::uint16_t port = 0;
  std::chrono::seconds expires{300};
  std::chrono::milliseconds pause{2'000};  ///< between the two readings of the prompt
};

/// What the softphones of a shard tell.
class SoftphoneUser {
 public:
  virtual ~SoftphoneUser() = default;
  virtual void OnSoftphoneRefused(const std::string& number, std::string reason) = 0;
  virtual void OnSoftphoneDigit(const std::string& number, char digit) = 0;
};

/// AUTO softphones of one shard: real user agents over a stack of their own. They register at the edge like
/// everybody and answer by themselves whom the edge sends. On its shard's thread.
class SoftphoneHost final : public SessionLayer::Core {
 public:
  SoftphoneHost(Stack& stack, media::Engine& media, Random& random, const Sounds& sounds,
                SoftphoneSettings settings, SoftphoneUser& user);

  /// Before the first packet; the layer's core is this.
  void Use(SessionLayer& layer) { layer_ = &layer; }

  /// A new line registers after `delay`; one that is known takes the credentials and registers anew.
  void Put(const std::string& number, Account account, std::chrono::milliseconds delay);
  /// Its call, if any, goes on.
  void Remove(const std::string& number);
  void ReRegister(const std::string& number);
  /// false when there is no call, or its peer takes no digits.
  bool SendDigit(const std::string& number, char digit, std::chrono::milliseconds duration);
  void EndAll();
  /// Before its session layer goes: lets go of all sessions.
  void Close();

  bool Has(const std::string& number) const { return lines_.contains(number); }
  std::size_t lines() const { return lines_.size(); }
  std::size_t calls() const { return calls_.size(); }

 private:
  void OnRequest(ServerId id, const Message& request, const Flow& flow) override;
  void OnInvite(ServerId id, const Message& invite, const Flow& flow) override;
  void Refuse(ServerId id, const Message& request, int status);
  void Forget(const std::string& number);

  Stack& stack_;
  SessionLayer* layer_ = nullptr;
  Endpoint edge_;
  RegistrationWorld registrations_;
  SoftphoneWorld world_;
  std::unordered_map<std::string, std::unique_ptr<Registration>> lines_;
  std::unordered_map<std::string, std::shared_ptr<SoftphoneCall>> calls_;
  std::vector<std::shared_ptr<SoftphoneCall>> ended_;  ///< destroyed by sweep_, not from inside themselves
  Timer sweep_;
};
}  // namespace vss::sip
