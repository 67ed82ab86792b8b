#include "sip/softphone/softphone_call.hpp"

namespace vss::sip {
using std::chrono::milliseconds;

void SoftphoneCall::Begin(SessionLayer& layer, ServerId id, const Message& invite, const Flow& flow) {
  const std::string contact = fmt::format("<sip:{}@{}:{}>", number_, world_.address, world_.port);
  session_ = layer.TakeIncoming(id, invite, flow, contact, *this);
  if (!session_) return over_(number_);
  audio_ = AudioEnd::Open(world_.media, world_.address);
  if (!audio_) return session_->Reject(503, 34);  // Q.850 34: no channel
  audio_->stream().SetUser(this);
  session_->Accept(audio_->Describe(sdp::Direction::kSendRecv));
  FollowAgreed();
}

void SoftphoneCall::End() { session_->End(); }

bool SoftphoneCall::SendDigit(char digit, milliseconds duration) {
  return audio_ && audio_->stream().SendDigit(digit, duration);
}

void SoftphoneCall::OnEnded(Session&, const SessionEnd&) {
  player_.reset();
  audio_.reset();
  over_(number_);
}

void SoftphoneCall::FollowAgreed() {
  const sdp::Agreed* agreed = session_->agreed();
  if (!agreed || !audio_) return;
  audio_->Follow(*agreed);
  using enum sdp::Direction;
  const bool may_send = agreed->direction == kSendRecv || agreed->direction == kSendOnly;
  if (may_send && !player_) Speak();
}

void SoftphoneCall::Speak() {
  // The player says it is done from inside its own work, so the next one starts a moment later.
  auto next = [weak = weak_from_this(), &stack = world_.stack] {
    stack.After(milliseconds{0}, [weak] {
      if (const auto self = weak.lock()) self->FallSilent();
    });
  };
  player_ = world_.media.Play(audio_->stream(), world_.speech, media::Engine::Repeat::kOnce, std::move(next));
}

void SoftphoneCall::FallSilent() {
  if (!audio_) return;
  player_.reset();
  player_ = world_.media.Play(audio_->stream(), world_.silence, media::Engine::Repeat::kForever, {});
}
}  // namespace vss::sip
