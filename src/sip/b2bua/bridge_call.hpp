#pragma once
#include <functional>

#include "base/random.hpp"
#include "sip/audio/audio_end.hpp"
#include "sip/audio/sounds.hpp"
#include "sip/b2bua/bridge.hpp"
#include "sip/b2bua/call_leg.hpp"
#include "sip/b2bua/trunk_gate.hpp"
#include "sip/dialog/timer.hpp"

namespace vss::sip {

/// What the calls of one shard stand on. Outlives them.
struct BridgeWorld {
  SessionLayer& sessions;
  media::Engine& media;
  Stack& stack;  ///< its timers
  const Clock& clock;
  Random& random;
  /// Our address as a peer reaches it: for SDP, and with the port for Contact.
  std::function<std::string(const Endpoint& peer)> local_address;
  std::uint16_t port = 5060;
  Sounds sounds;
  TrunkGate* gate = nullptr;
  MediaRules media_rules = {};
  HostNames* names = nullptr;  ///< null: names in SDP are not resolved
  BridgeUser& user;
};

/// One bridged call: a line and a number, two sessions, their audio, the recording. Follows BridgeMachine. On
/// its shard's thread; make it as shared_ptr, since recordings and timers may outlive it.
class BridgeCall : public std::enable_shared_from_this<BridgeCall>,
                   private SessionUser,
                   private media::Engine::BridgeUser {
 public:
  /// `done`: the outcome was told and nothing is left to do; the call may be destroyed (not inside).
  BridgeCall(BridgeWorld& world, BridgeOrder order, std::function<void(BridgeId)> done);
  ~BridgeCall() override;

  /// The line is invited first.
  void Begin();
  /// A phone dials: its INVITE is the line's leg, the number is invited at once.
  void BeginWith(ServerId id, const Message& invite, const Flow& flow);
  /// Idempotent.
  void End();
  /// Its line is there by another contact or flow now, when that is the phone that this call goes to.
  void Follow(const LineMove& move);

  /// Its books are closed; legs may still be waited for.
  bool over() const { return state_ == BridgeState::kOver; }
  BridgeId id() const { return order_.id; }
  const std::string& line_aor() const { return order_.line.aor; }
  /// As it is now, with the quality measured so far.
  BridgeReport Report() const;

 private:
  void OnProgress(Session& session, int status, const sdp::Agreed* early_media) override;
  void OnRedirected(Session& session, const Redirection& redirection) override;
  void OnConfirmed(Session& session) override;
  void OnMediaChanged(Session& session) override;
  void OnOfferRefused(Session& session, int status) override;
  void OnInfoDigit(Session& session, char digit, std::chrono::milliseconds duration) override;
  void OnAsked(Session& session, Presence presence) override;
  void OnEnded(Session& session, const SessionEnd& end) override;
  void OnBridgeDigit(media::Stream&, char) override {}  // the bridge passed it on
  void OnBridgeMediaTimeout(media::Stream& silent) override;

  bool IsLine(const Session& session) const { return line_.session.get() == &session; }
  CallLeg& LegOf(const Session& session) { return IsLine(session) ? line_ : number_; }

  std::unique_ptr<AudioEnd> OpenAudio(const Endpoint& peer, MediaPeerKind kind);
  void OnSilence(CallLeg& leg);
  void Handle(BridgeEvent event, const SessionEnd* session_end = nullptr);
  void InviteLine();
  bool InviteNextContact(const SessionEnd& end);
  void OnLineSilence();
  void InviteNumber();
  void InviteNumberNow();
  void ShowRinging();
  void PassEarlyMedia();
  void ConnectBoth();
  void Join();
  void Record();
  void Finish(BridgeEnd end, const SessionEnd* session_end);
  void HangUp(CallLeg& leg, int status, int q850);
  void KeepFacts(CallLeg& leg);
  void TellWhenComplete();
  void Tell(BridgeStage stage);

  Instant Now() const { return times_.Now(world_.clock); }
  std::string ContactFor(const Endpoint& peer) const;
  void SetTimer(std::chrono::milliseconds delay, void (BridgeCall::*then)());
  void OnTimer() { Handle(BridgeEvent::kTimer); }
  void StopWaitingForLegs();
  void StopWaitingForDisk();

  BridgeWorld& world_;
  BridgeOrder order_;
  const Timeline times_;
  std::function<void(BridgeId)> done_;
  BridgeState state_ = BridgeState::kLineRinging;
  BridgeStage stage_ = BridgeStage::kLineRinging;
  CallLeg line_, number_;
  bool line_called_us_ = false;
  bool in_gate_ = false;
  bool starting_audio_ = false;  ///< a hosted line was asked to send and take audio, and has not said yes
  bool recording_open_ = false;
  bool legs_may_linger_ = false;
  bool told_ = false;
  std::optional<sdp::Local> answer_;  ///< to the phone that called us: the same in 183 and 200
  Timer timer_{world_.stack};
  Timer silence_{world_.stack};  ///< of the contact that is invited, while there is another one
  BridgeOutcome outcome_;
  std::unique_ptr<media::Engine::Player> ringback_;
  std::unique_ptr<media::Engine::Bridge> bridge_;
};
}  // namespace vss::sip
