#pragma once
#include "adapters/pbx_embedded/dial_plan.hpp"
#include "sip/b2bua/b2bua.hpp"
#include "sip/registrar/registrar.hpp"

namespace vss::pbx_embedded {

/// What the edge of one shard answers: REGISTER goes to the registrar, INVITE of a phone that proves who it
/// is and dials a service number to the B2BUA, all else is refused. On its shard's thread.
class EdgeCore final : public sip::SessionLayer::Core {
 public:
  struct Parts {
    sip::Stack& stack;
    sip::Authenticator& authenticator;
    sip::Registrar& registrar;
    const DialPlan& plan;
    sip::Endpoint exchange;
    std::function<std::string()> make_tag;
  };
  explicit EdgeCore(Parts parts) : parts_(std::move(parts)) {}

  /// Before the first packet.
  void Use(sip::B2bua& b2bua) { b2bua_ = &b2bua; }

  void OnRequest(sip::ServerId id, const sip::Message& request, const sip::Flow& flow) override;
  void OnInvite(sip::ServerId id, const sip::Message& invite, const sip::Flow& flow) override;
  void OnFlowClosed(const sip::Flow& flow) override { parts_.registrar.OnFlowClosed(flow); }

 private:
  Parts parts_;
  sip::B2bua* b2bua_ = nullptr;
};
}  // namespace vss::pbx_embedded
