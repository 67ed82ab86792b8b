#include "adapters/pbx_embedded/provider_link.hpp"

#include "base/log.hpp"

namespace vss::pbx_embedded {

const std::string& ProviderLink::domain() const {
  const Provider& provider = world_.provider;
  return provider.domain.empty() ? provider.host : provider.domain;
}

void ProviderLink::MoveTo(const sip::Endpoint& there) {
  if (there_ == there) return;
  there_ = there;
  if (world_.provider.ping == ProviderPing::kOn) Ping(there);
  if (world_.provider.registers == ProviderRegistration::kOn) Register(there);
}

void ProviderLink::Ping(const sip::Endpoint& there) {
  ping_.emplace(
      world_.stack, world_.provider.keep_alive,
      sip::KeepAlive::Ask{.target = {{.remote = there}}, .write = [this] { return WriteOptions(); }},
      [host = world_.provider.host](sip::Reachability now) {
        if (now == sip::Reachability::kReachable)
          return log::Info("PBX", "the provider answers again", {{"host", host}});
        log::Warning("PBX", "the provider does not answer OPTIONS", {{"host", host}});
      });
  ping_->Start({});
}

std::string ProviderLink::WriteOptions() const {
  const std::string user = world_.provider.user.empty() ? "vss" : world_.provider.user;
  return sip::WriteOptions({.uri = fmt::format("sip:{}", domain()),
                            .from = fmt::format("<sip:{}@{}>;tag={}", user, domain(), world_.make_tag()),
                            .to = fmt::format("<sip:{}>", domain()),
                            .call_id = world_.random.Token(12),
                            .user_agent = "VSS"});
}

// A new address is a new binding there; the old one runs out by itself.
void ProviderLink::Register(const sip::Endpoint& there) {
  registration_.reset();
  registration_world_ = std::make_unique<sip::RegistrationWorld>(sip::RegistrationWorld{
      .stack = world_.stack,
      .random = world_.random,
      .registrar = {{.remote = there}},
      .domain = domain(),
      .contact_host =
          sip::Endpoint{boost::asio::ip::make_address(world_.local_address(there)), world_.port}.str(),
      .user_agent = "VSS",
      .failed = [host = world_.provider.host](const std::string& user, const std::string& reason) {
        log::Warning("PBX", "cannot register at the provider",
                     {{"host", host}, {"user", user}, {"reason", reason}});
      }});
  registration_.emplace(*registration_world_, world_.provider.user,
                        sip::Account{.username = world_.provider.user, .password = world_.provider.password});
  registration_->Start({});
}

ProviderState ProviderLink::state() const {
  ProviderState state;
  if (ping_) state.reachability = ping_->reachability();
  // Never unreachable before it answered once.
  if (ping_ && !ping_->answered_once() && state.reachability == sip::Reachability::kUnreachable)
    state.reachability = sip::Reachability::kUnknown;
  if (world_.provider.registers == ProviderRegistration::kOn)
    state.registered = registration_ && registration_->registered();
  return state;
}
}  // namespace vss::pbx_embedded
