#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "sip/dialog/timer.hpp"
#include "sip/registrar/authenticator.hpp"
#include "sip/registrar/contact_update.hpp"
#include "sip/registrar/keep_alive.hpp"
#include "sip/transaction/stack.hpp"

namespace vss::sip {

/// A contact and where it was registered from. A value, also for the store.
struct Binding {
  std::string user;     ///< of the AOR
  std::string contact;  ///< URI as registered
  Flow flow;            ///< where calls to it go, whatever its URI says (NAT)
  std::string call_id;
  std::uint32_t cseq = 0;
  std::string user_agent;
  Instant registered_at, expires_at;
  int preference = 1000;  ///< q of the contact in thousandths
  std::string
      instance;  ///< +sip.instance and reg-id (RFC 5626 §4.1); empty: not given, or not known any more
};

enum class UnboundReason : std::uint8_t { kExpired, kUnregistered, kReplaced, kFlowClosed, kRemoved };
std::string_view ToString(UnboundReason reason);

class RegistrarListener {
 public:
  virtual ~RegistrarListener() = default;
  /// Bound or refreshed; all that one REGISTER binds is in place by then.
  virtual void OnBound(const Binding& binding) = 0;
  /// A contact is another one than before or is reached by another flow: NAT gave the phone another port, or
  /// it moved. Told after OnBound().
  virtual void OnMoved(const Binding& /*before*/, const Binding& /*now*/) {}
  /// `left`: contacts that the user still has; a replacement was told by OnBound before.
  virtual void OnUnbound(const Binding& binding, UnboundReason reason, std::size_t left) = 0;
  /// The contact stopped answering keep-alives, or answers again. It stays bound either way; a new REGISTER
  /// tells OnBound() and is an answer, too.
  virtual void OnReachability(const Binding& binding, Reachability now) = 0;
  /// A REGISTER for a user that exists had a wrong password, or its source guesses too often. As often as
  /// such requests come.
  virtual void OnRefused(const std::string& /*user*/, const Flow& /*flow*/) {}
};

/// The registrar of one shard (RFC 3261 §10): binds the users whom `authenticator` knows to the contacts that
/// their phones register. On its shard's thread.
class Registrar {
 public:
  struct Settings {
    std::string domain = "vss.internal";
    std::string server = "VSS";
    ExpiryPolicy expiry;
    /// Per user; a further one replaces the oldest. What one REGISTER binds is bound together, be it more.
    std::size_t max_contacts = 1;
    KeepAlive::Settings keep_alive;  ///< of UDP contacts behind NAT
    /// Of all others: nothing has to be kept open, so they are asked when they were silent for that long.
    KeepAlive::Settings probe{.every = std::chrono::seconds(45), .patience = 2};
    /// Whether we host the user's phone ourselves: nobody has to ask whether it is there.
    std::function<bool(const std::string& user)> is_hosted = [](const std::string&) { return false; };
    std::function<std::string()> make_tag;  ///< empty: 64 random bits in hex
  };

  /// All that is given outlives it.
  Registrar(Stack& stack, Authenticator& authenticator, const Clock& clock, Random& random,
            RegistrarListener& listener, Settings settings);
  ~Registrar();

  void OnRegister(ServerId id, const Message& request, const Flow& flow);

  /// What was bound before a restart; whose time is over, or whose user is not known, is left out.
  /// Connections did not survive, so only UDP contacts come back; of the others the listener hears
  /// OnUnbound().
  void Restore(const std::vector<Binding>& bindings);
  /// Drops the contacts of a user.
  void Unbind(const std::string& user);
  /// The contact that calls go to let an INVITE pass without any response.
  void Suspect(const std::string& user);
  /// That contact did.
  void Suspect(const std::string& user, std::string_view contact);
  /// A stream connection is gone, and with it what was registered over it.
  void OnFlowClosed(const Flow& flow);

  /// Where to call the user: of the contacts that answer the one it prefers, of those the last bound.
  struct Place {
    std::string request_uri;
    Target target;
    bool behind_nat = false;
  };
  std::optional<Place> Find(const std::string& user) const;
  /// All of them in that order.
  std::vector<Place> Places(const std::string& user) const;
  /// The same as the binding it is.
  std::optional<Binding> Preferred(const std::string& user) const;
  /// Whether any contact of the user is not known to be silent.
  bool Reaches(const std::string& user) const;
  std::vector<Binding> BindingsOf(const std::string& user) const;
  Authenticator::Source SourceOf(const std::string& user, const Flow& flow) const;
  std::size_t bindings() const { return count_; }
  /// Contacts that do not answer keep-alives now.
  std::size_t unreachable() const { return unreachable_; }

 private:
  struct Contact;
  using Contacts = std::vector<std::unique_ptr<Contact>>;

  void Apply(ServerId id, const Message& request, const Flow& flow, const std::string& user);
  bool InOrder(const Contacts& contacts, const ContactUpdate& update, const Message& request) const;
  void Change(const std::string& user, const ContactUpdate& update, const Message& request, const Flow& flow);
  const Binding& Bind(Binding binding, std::chrono::milliseconds lifetime);
  void DropBeyondLimit(const std::string& user, std::size_t just_bound);
  void Watch(Contact& contact, std::chrono::milliseconds lifetime);
  void Drop(const std::string& user, const std::string& contact, UnboundReason reason);
  void Forget(const Contact& contact);
  void DropAll(const std::string& user, UnboundReason reason);
  void Confirm(ServerId id, const Message& request, const std::string& user);
  void Refuse(ServerId id, const Message& request, int status);
  void KeepAwake(Contact& contact);
  std::vector<Contact*> Ranked(const std::string& user) const;
  Contact* BestOf(const std::string& user) const;
  std::string OptionsTo(const std::string& contact);
  std::string Tag();

  Stack& stack_;
  Authenticator& authenticator_;
  const Clock& clock_;
  Random& random_;
  RegistrarListener& listener_;
  Settings settings_;
  std::unordered_map<std::string, Contacts> users_;
  std::unordered_multimap<std::uint64_t, std::string>
      connections_;  ///< of stream flows: whose contact uses it
  std::size_t count_ = 0, unreachable_ = 0;
};
}  // namespace vss::sip
