#pragma once
#include <string>

#include "base/random.hpp"
#include "contracts/principal.hpp"
#include "ottb/lines/line_watcher.hpp"
#include "ottb/ports/store.hpp"
#include "ottb/settings.hpp"

namespace vss::ottb {

/// An address that sets up one phone, once. `token` stands in it and is kept nowhere.
struct ProvisioningOffer {
  std::string token;
  Instant expires_at;
};

/// What a phone has to know of its account, and where the registrar is.
struct PhoneAccount {
  std::string username;
  Secret password;
  std::string domain;
  std::string server;  ///< as the phone reached us
  std::uint16_t port = 0;
};

/// Sets up phones without anybody seeing a password: whoever may gets an address, as a QR code; the phone
/// that fetches it first gets a password that is made in that moment, and what the phone had before stops
/// working. The address holds for kProvisioningHolds, and there is one of a slot. Lives on the HTTP loop,
/// without state.
class SlotProvisioning {
 public:
  static constexpr std::chrono::minutes kProvisioningHolds{15};

  SlotProvisioning(Store<Transaction>& store, const Clock& clock, Random& random, const Settings& settings,
                   LineWatcher& lines)
      : store_(store), clock_(clock), random_(random), settings_(settings), lines_(lines) {}

  /// Replaces an address that was not used yet. Throws kConflict for an AUTO slot, which no phone registers.
  Task<ProvisioningOffer> Offer(const Caller& caller, SlotId id);
  /// Looks only. Throws kNotFound for an address that is unknown, used or too old.
  Task<void> RequireOpen(std::string token);
  /// `phone` has no principal. Throws kNotFound for an address that is unknown, used or too old.
  Task<PhoneAccount> Redeem(const Caller& phone, std::string token, std::string user_agent);

 private:
  Store<Transaction>& store_;
  const Clock& clock_;
  Random& random_;
  const Settings& settings_;
  LineWatcher& lines_;
};

/// The account in the format that SIP phones with remote provisioning by address read (lpconfig).
std::string PhoneXml(const PhoneAccount& account);
}  // namespace vss::ottb
