#pragma once
#include <functional>
#include <string>

#include "sip/audio/audio_end.hpp"
#include "sip/audio/sounds.hpp"
#include "sip/dialog/session.hpp"

namespace vss::sip {

/// What the calls of one shard's softphones share. Outlives them.
struct SoftphoneWorld {
  Stack& stack;
  media::Engine& media;
  std::string address;  ///< for SDP and Contact
  std::uint16_t port = 0;
  media::Engine::Samples speech;   ///< prompt, pause, prompt
  media::Engine::Samples silence;  ///< after that, so that the media stays alive
  std::function<void(const std::string& number, char digit)> digit;
};

/// A call that a hosted softphone answered: speaks as soon as it may send, then keeps silent until the other
/// side hangs up. Make it as shared_ptr. On its shard's thread.
class SoftphoneCall final : public std::enable_shared_from_this<SoftphoneCall>,
                            private SessionUser,
                            private media::StreamUser {
 public:
  SoftphoneCall(SoftphoneWorld& world, std::string number,
                std::function<void(const std::string& number)> over)
      : world_(world), number_(std::move(number)), over_(std::move(over)) {}

  /// Takes the INVITE and answers it.
  void Begin(SessionLayer& layer, ServerId id, const Message& invite, const Flow& flow);
  void End();
  /// false when the peer takes no digits.
  bool SendDigit(char digit, std::chrono::milliseconds duration);

 private:
  void OnProgress(Session&, int, const sdp::Agreed*) override {}
  void OnConfirmed(Session&) override { FollowAgreed(); }
  void OnMediaChanged(Session&) override { FollowAgreed(); }
  void OnInfoDigit(Session&, char digit, std::chrono::milliseconds) override { world_.digit(number_, digit); }
  void OnEnded(Session& session, const SessionEnd& end) override;
  void OnFrame(const media::Frame&) override {}
  void OnDigit(char digit) override { world_.digit(number_, digit); }
  void OnMediaTimeout() override {}  // the B2BUA watches the same packets

  void FollowAgreed();
  void Speak();
  void FallSilent();

  SoftphoneWorld& world_;
  std::string number_;
  std::function<void(const std::string&)> over_;
  std::unique_ptr<AudioEnd> audio_;
  std::unique_ptr<media::Engine::Player> player_;
  std::unique_ptr<Session> session_;
};
}  // namespace vss::sip
