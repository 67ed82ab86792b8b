#pragma once
#include <functional>

#include "base/random.hpp"
#include "sip/audio/audio_end.hpp"
#include "sip/audio/sounds.hpp"
#include "sip/dialog/session.hpp"
#include "sip/dialog/timer.hpp"
#include "sip/exchange/number_plan.hpp"

namespace vss::sip {

/// In the Server header: nobody takes it for a real network.
inline constexpr std::string_view kExchangeName = "VSS test exchange";

/// What the calls of one test exchange share. Outlives them.
struct ExchangeWorld {
  Stack& stack;
  media::Engine& media;
  Random& random;
  Sounds sounds;
  std::string address;  ///< for SDP and Contact
  std::uint16_t port = 0;
};

/// One call at a number of the test exchange, following its plan. Make it as shared_ptr. On its shard's
/// thread.
class ExchangeCall final : public std::enable_shared_from_this<ExchangeCall>,
                           private SessionUser,
                           private media::StreamUser {
 public:
  ExchangeCall(ExchangeWorld& world, const NumberPlan& plan, std::function<void()> over)
      : world_(world), plan_(plan), over_(std::move(over)) {}

  void Begin(SessionLayer& layer, ServerId id, const Message& invite, const Flow& flow);
  void End();

 private:
  void OnProgress(Session&, int, const sdp::Agreed*) override {}
  void OnConfirmed(Session&) override;
  void OnMediaChanged(Session&) override { FollowAgreed(); }
  void OnInfoDigit(Session&, char digit, std::chrono::milliseconds) override { SendBack(digit); }
  void OnEnded(Session& session, const SessionEnd& end) override;
  void OnFrame(const media::Frame&) override {}
  void OnDigit(char digit) override { SendBack(digit); }
  void OnMediaTimeout() override {}

  void RingOnForks(ServerId id, const Message& invite);
  void Announce();
  void Decide();
  void Answer();
  void Speak();
  void Play(const media::Engine::Samples& samples, media::Engine::Repeat repeat);
  void KeepSilent();
  void SendBack(char digit);
  void FollowAgreed();
  void SetTimer(std::chrono::milliseconds delay, void (ExchangeCall::*then)());

  ExchangeWorld& world_;
  const NumberPlan& plan_;
  std::function<void()> over_;
  std::unique_ptr<AudioEnd> audio_;
  std::unique_ptr<media::Engine::Player> player_;
  std::unique_ptr<Session> session_;
  Timer timer_{world_.stack};
  std::optional<sdp::Local> local_;  ///< the same in 183 and 200
};
}  // namespace vss::sip
