#pragma once
#include <memory>
#include <optional>
#include <string>

#include "adapters/pbx_embedded/settings.hpp"
#include "sip/softphone/registration.hpp"

namespace vss::pbx_embedded {

/// How the provider is, as far as we know.
struct ProviderState {
  sip::Reachability reachability = sip::Reachability::kUnknown;
  std::optional<bool> registered;  ///< none: we do not register there
};

/// Our side of the way to the provider besides the calls: asks by OPTIONS whether it is there, and registers
/// when it wants that. A provider that never answered OPTIONS is unknown, not down: some drop them. On one
/// shard's thread.
class ProviderLink {
 public:
  struct World {
    sip::Stack& stack;
    Random& random;
    const Provider& provider;
    std::function<std::string(const sip::Endpoint& peer)> local_address;
    std::uint16_t port = 5060;  ///< of our Contact
    std::function<std::string()> make_tag;
  };
  explicit ProviderLink(World world) : world_(std::move(world)) {}

  /// It is at `there` now: what was known of another address is forgotten. Nothing when it is there already.
  void MoveTo(const sip::Endpoint& there);
  ProviderState state() const;

 private:
  void Ping(const sip::Endpoint& there);
  void Register(const sip::Endpoint& there);
  std::string WriteOptions() const;
  const std::string& domain() const;

  const World world_;
  std::optional<sip::Endpoint> there_;
  std::optional<sip::KeepAlive> ping_;
  std::unique_ptr<sip::RegistrationWorld> registration_world_;
  std::optional<sip::Registration> registration_;
};
}  // namespace vss::pbx_embedded
