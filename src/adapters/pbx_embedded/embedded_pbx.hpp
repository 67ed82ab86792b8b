#pragma once
#include <unordered_map>

#include "adapters/pbx_embedded/pbx_metrics.hpp"
#include "adapters/pbx_embedded/provider_address.hpp"
#include "adapters/pbx_embedded/shard_unit.hpp"
#include "base/async/task.hpp"
#include "media/recording_writer.hpp"
#include "sip/shard/shard.hpp"

namespace vss::pbx_embedded {

/// VSS's own SIP engine as the PBX of OTTB: N shards, each on a thread of its own. This class lives on the
/// HTTP loop and exchanges values with the shards; it keeps the list of running calls, so that each is told
/// its end once.
class EmbeddedPbx final : public ottb::Pbx, private ottb::PbxObserver {
 public:
  /// Opens the sockets and starts the shards; throws PortInUse. All that is given outlives it.
  EmbeddedPbx(Loop& loop, const Clock& clock, Random& random, Metrics& metrics, Settings settings);
  /// Without Stop() before, running calls are dropped and never told.
  ~EmbeddedPbx() override;

  void SetObserver(ottb::PbxObserver& observer) override { observer_ = &observer; }
  void Start(std::vector<ottb::LineAccount> lines, std::vector<ottb::Registration> registrations) override;
  void PutLine(const ottb::LineAccount& line) override;
  void RemoveLine(int number) override;
  void ReRegister(int number) override;
  void StartCall(const ottb::CallOrder& order) override;
  void EndCall(ottb::CallId id, ottb::HangupReason reason) override;
  ottb::PbxStatus Status() const override;
  std::optional<ottb::CallQuality> QualityOf(ottb::CallId id) const override;

  /// First stage: new calls end at once, running ones are hung up with kSystem and told, at most within
  /// `grace`. Second stage: shards end, sockets close, recordings are final. Nothing is told after it.
  Task<void> Stop(std::chrono::milliseconds grace);

  /// Where SIP is served, UDP and TCP.
  const sip::Endpoint& edge() const { return edge_; }

 private:
  struct Running {
    std::uint16_t shard = 0;
    std::optional<ottb::HangupReason> ordered;
    Timeline times;
  };

  void OnRegistered(const ottb::Registration& registration) override {
    observer_->OnRegistered(registration);
  }
  void OnUnregistered(int number, std::string reason) override {
    observer_->OnUnregistered(number, std::move(reason));
  }
  void OnReachability(int number, ottb::PhoneReachability now) override {
    observer_->OnReachability(number, now);
  }
  void OnRegistrationFailed(int number, std::string reason) override {
    observer_->OnRegistrationFailed(number, std::move(reason));
  }
  void OnIncomingCall(const ottb::IncomingCall& call) override { observer_->OnIncomingCall(call); }
  void OnCallProgress(const ottb::CallProgress& progress) override;
  void OnCallEnded(const ottb::CallResult& result) override;

  ShardOutbox MakeOutbox();
  template <class Work>
  void PostHere(Work work);
  template <class Work>
  void PostTo(std::uint16_t shard, Work work);
  std::uint16_t ShardOf(int line) const { return between_->ShardOfUser(std::to_string(line)); }
  void OpenShards(std::uint16_t count);
  void CloseShards();
  void Ended(const sip::BridgeOutcome& outcome);
  void EndNow(ottb::CallId id, ottb::HangupReason reason);
  void EndUnplaced(ottb::CallId id, ottb::HangupReason reason);
  void Take(const ShardReport& report);

  Loop& loop_;
  const Clock& clock_;
  Random& random_;
  const Settings settings_;
  const DialPlan plan_{settings_};
  ottb::PbxObserver* observer_ = nullptr;
  sip::Endpoint edge_;
  PbxMetrics metrics_;
  std::optional<ProviderAddress> provider_;
  std::optional<sip::TrunkGate> gate_;
  std::unordered_map<ottb::CallId, Running> running_;
  std::unordered_map<ottb::CallId, ottb::CallQuality> qualities_;
  std::vector<ShardReport> reports_;
  bool stopping_ = false;
  std::shared_ptr<int> alive_ = std::make_shared<int>();  ///< what shards post here looks first

  std::vector<std::unique_ptr<sip::Shard>> shards_;
  std::unique_ptr<sip::ShardSwitch> between_;
  std::unique_ptr<media::RecordingWriter> recordings_;
  std::unique_ptr<ShardWorld> world_;
  std::vector<std::unique_ptr<ShardUnit>> units_;
};
}  // namespace vss::pbx_embedded
