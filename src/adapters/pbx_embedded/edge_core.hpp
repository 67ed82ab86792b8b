#pragma once
#include <unordered_map>

#include "adapters/pbx_embedded/dial_plan.hpp"
#include "adapters/pbx_embedded/incoming_watch.hpp"
#include "ottb/ports/pbx.hpp"
#include "sip/b2bua/b2bua.hpp"
#include "sip/registrar/registrar.hpp"

namespace vss::pbx_embedded {

/// What the edge of one shard answers: REGISTER goes to the registrar, INVITE of a phone that proves who it
/// is and dials a service number to the B2BUA. A call that the provider brings is refused and told, all else
/// is refused. On its shard's thread.
class EdgeCore final : public sip::SessionLayer::Core {
 public:
  struct Parts {
    sip::Stack& stack;
    sip::Authenticator& authenticator;
    sip::Registrar& registrar;
    const DialPlan& plan;
    sip::Endpoint exchange;
    std::function<std::string()> make_tag;
    /// The provider brought a call that nobody takes.
    std::function<void(const ottb::IncomingCall& call)> incoming;
  };
  explicit EdgeCore(Parts parts) : parts_(std::move(parts)) {}

  /// Before the first packet.
  void Use(sip::B2bua& b2bua) { b2bua_ = &b2bua; }

  /// Where the provider is now.
  void SetProvider(std::vector<boost::asio::ip::address> addresses) { provider_ = std::move(addresses); }

  std::optional<std::string> Challenge(const sip::Message& invite, const sip::Flow& flow) override;
  void OnRequest(sip::ServerId id, const sip::Message& request, const sip::Flow& flow) override;
  void OnInvite(sip::ServerId id, const sip::Message& invite, const sip::Flow& flow) override;
  void OnFlowClosed(const sip::Flow& flow) override { parts_.registrar.OnFlowClosed(flow); }

 private:
  bool IsFromProvider(const sip::Message& invite, const sip::Flow& flow) const;
  std::string RefuseIncoming(const sip::Message& invite, const sip::Flow& flow);
  void RefuseBeyondLimit(sip::ServerId id, const sip::Message& invite, const std::string& user);

  Parts parts_;
  std::vector<boost::asio::ip::address> provider_;
  IncomingWatch incoming_;
  std::unordered_map<std::string, std::chrono::milliseconds> limit_told_;  ///< by line; only phones of ours
  sip::B2bua* b2bua_ = nullptr;
};
}  // namespace vss::pbx_embedded
