#pragma once
#include "adapters/pbx_embedded/edge_core.hpp"
#include "adapters/pbx_embedded/host_lookup.hpp"
#include "adapters/pbx_embedded/local_address.hpp"
#include "adapters/pbx_embedded/provider_link.hpp"
#include "adapters/pbx_embedded/registered_addresses.hpp"
#include "adapters/pbx_embedded/shard_report.hpp"
#include "sip/edge/edge_stack.hpp"
#include "sip/exchange/test_exchange.hpp"
#include "sip/softphone/softphone_host.hpp"

namespace vss::pbx_embedded {

/// What all shards share. Outlives them; thread-safe each.
struct ShardWorld {
  const Settings& settings;
  const DialPlan& plan;
  const Clock& clock;
  Random& random;
  sip::ShardSwitch& between;
  sip::TrunkGate* gate = nullptr;  ///< of the provider; null without limits
  sip::Sounds sounds;
  media::RecordingWriter* recordings = nullptr;
  std::string
      nonce_key;  ///< the same for all: a phone may meet another shard after a restart of the kernel's choice
  ShardOutbox outbox;
  std::shared_ptr<ConnectionBudget> connections;
  std::unique_ptr<RegisteredAddresses> registered = std::make_unique<RegisteredAddresses>();
};

/// A call that is placed, with the provider's address as it is now.
struct PlacedCall {
  ottb::CallOrder order;
  std::optional<sip::Endpoint> provider;  ///< none: the test exchange
};

/// Everything of one shard: the edge with registrar and B2BUA, the softphones of its lines, a test exchange,
/// the media. Made, used and destroyed on its shard's thread.
class ShardUnit final : private sip::RegistrarListener, private sip::BridgeUser, private sip::SoftphoneUser {
 public:
  /// Throws PortInUse when the sockets cannot be had. `port`: of the edge.
  ShardUnit(ShardWorld& world, std::uint16_t number, std::uint16_t shards, std::uint16_t port,
            boost::asio::io_context& io);
  ~ShardUnit() override;

  const sip::Endpoint& edge() const { return edge_->local(); }

  /// Lines and contacts from before the restart, all of this shard.
  void Restore(const std::vector<ottb::LineAccount>& lines,
               const std::vector<ottb::Registration>& registrations);
  void PutLine(const ottb::LineAccount& line, std::chrono::milliseconds delay);
  void RemoveLine(int number);
  void ReRegister(int number);
  /// The provider is there now: not limited like strangers.
  void TrustProvider(std::vector<boost::asio::ip::address> addresses);
  /// Its calls leave to there; one shard watches over the way.
  void LinkProvider(const sip::Endpoint& there);
  void StartCall(const PlacedCall& call);
  void EndCall(ottb::CallId id) { b2bua_->End(id.value); }
  void EndAll() { b2bua_->EndAll(); }

 private:
  void OnBound(const sip::Binding& binding) override;
  void OnMoved(const sip::Binding& before, const sip::Binding& now) override;
  void OnUnbound(const sip::Binding& binding, sip::UnboundReason reason, std::size_t left) override;
  void OnReachability(const sip::Binding& binding, sip::Reachability now) override;
  void OnRefused(const std::string& user, const sip::Flow& flow) override;
  void OnBridgeProgress(const sip::BridgeReport& report) override;
  void OnBridgeOutcome(const sip::BridgeOutcome& outcome) override;
  void OnLineSilent(const std::string& aor, const std::string& contact) override;
  void OnSoftphoneRefused(const std::string& number, std::string reason) override;
  void OnSoftphoneDigit(const std::string& number, char digit) override;

  void TellPreferred(const std::string& user, int number);
  void OpenEdge(std::uint16_t port, boost::asio::io_context& io);
  std::unique_ptr<sip::BoundStack> OpenInner(boost::asio::io_context& io) const;
  void BuildEdge();
  sip::MediaRules RulesOfMedia();
  bool IsOurs(const boost::asio::ip::udp::endpoint& to);
  void BuildExchange();
  void BuildSoftphones();
  sip::BridgeOrder ToOrder(const PlacedCall& call, sip::LineLeg line) const;
  void SuspectLine(const std::string& aor);
  void Report();
  std::string Tag() { return sip::MakeTag(number_, world_.random); }

  ShardWorld& world_;
  std::uint16_t number_;
  LocalAddresses local_addresses_;
  HostLookup host_names_;
  sip::Endpoint reach_;  ///< the edge as seen from this machine
  std::uint64_t phone_calls_ = 0;
  std::unordered_map<std::string, std::chrono::milliseconds> refusals_told_;  ///< by user of ours, when last

  std::unique_ptr<media::Engine> media_;
  std::unique_ptr<sip::EdgeStack> edge_;
  std::unique_ptr<sip::BoundStack> softphone_stack_, exchange_stack_;

  std::unique_ptr<sip::Authenticator> authenticator_;
  std::unique_ptr<sip::Registrar> registrar_;
  std::unique_ptr<EdgeCore> core_;
  std::unique_ptr<sip::SessionLayer> edge_sessions_;
  std::unique_ptr<sip::B2bua> b2bua_;
  std::optional<ProviderLink> provider_;

  std::unique_ptr<sip::SoftphoneHost> softphones_;
  std::unique_ptr<sip::SessionLayer> softphone_sessions_;
  std::unique_ptr<sip::TestExchange> exchange_;
  std::unique_ptr<sip::SessionLayer> exchange_sessions_;
  std::unique_ptr<sip::Timer> reporting_;
};
}  // namespace vss::pbx_embedded
