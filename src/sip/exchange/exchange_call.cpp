#include "sip/exchange/exchange_call.hpp"

#include "sip/message/writer.hpp"

namespace vss::sip {
namespace {
using namespace std::chrono_literals;
constexpr auto kDigitLength = 100ms;
}  // namespace

void ExchangeCall::Begin(SessionLayer& layer, ServerId id, const Message& invite, const Flow& flow) {
  if (plan_.ringing == Ringing::kThreeForks) RingOnForks(id, invite);
  const std::string contact =
      fmt::format("<sip:{}@{}:{}>", invite.request_uri.user, world_.address, world_.port);
  session_ = layer.TakeIncoming(id, invite, flow, contact, *this);
  if (!session_) return over_();
  audio_ = AudioEnd::Open(world_.media, world_.address);
  if (!audio_) return session_->Reject(503, 34);  // Q.850 34: no channel
  audio_->stream().SetUser(this);
  local_ = audio_->Describe(sdp::Direction::kSendRecv);
  if (plan_.ringing == Ringing::kAnnounced) Announce();
  if (plan_.ringing == Ringing::kOnce || plan_.ringing == Ringing::kThreeForks) session_->Progress(180);
  if (plan_.after > 0ms) return SetTimer(plan_.after, &ExchangeCall::Decide);
  Decide();
}

void ExchangeCall::End() { session_->End(); }

// RFC 3261 §12.1.2: each To-tag in a provisional response makes an early dialog of its own at the caller.
void ExchangeCall::RingOnForks(ServerId id, const Message& invite) {
  for (int fork = 1; fork <= 2; ++fork) {
    const std::string contact = fmt::format("<sip:fork{}@{}:{}>", fork, world_.address, world_.port);
    world_.stack.Respond(id, ResponseTo(invite, 180, world_.random.Token(9))
                                 .Add("Contact", contact)
                                 .Add("Server", kExchangeName)
                                 .Finish());
  }
}

void ExchangeCall::Announce() {
  session_->Progress(183, &*local_);
  FollowAgreed();
  Play(world_.sounds.announcement, media::Engine::Repeat::kOnce);
}

void ExchangeCall::Decide() {
  if (plan_.status == 0) return;
  if (plan_.status >= 300) return session_->Reject(plan_.status);
  Answer();
}

void ExchangeCall::Answer() {
  session_->Accept(*local_);
  FollowAgreed();
  Speak();
  SetTimer(plan_.hang_up_after, &ExchangeCall::End);
}

void ExchangeCall::Speak() {
  using Repeat = media::Engine::Repeat;
  switch (plan_.talk) {
    case Talk::kGone:
      return;
    case Talk::kSpeech:
      return Play(world_.sounds.talk, Repeat::kForever);
    case Talk::kEcho:
      player_ = world_.media.Echo(audio_->stream());
      return;
    case Talk::kMachine:
      return Play(world_.sounds.greeting, Repeat::kOnce);
    case Talk::kDigits:
      return Play(world_.sounds.silence, Repeat::kForever);
  }
}

// What was played is followed by silence on the line, not by no packets at all.
void ExchangeCall::Play(const media::Engine::Samples& samples, media::Engine::Repeat repeat) {
  auto next = [weak = weak_from_this(), &stack = world_.stack] {
    stack.After(0ms, [weak] {
      if (const auto self = weak.lock()) self->KeepSilent();
    });
  };
  player_.reset();
  player_ = world_.media.Play(audio_->stream(), samples, repeat, std::move(next));
}

void ExchangeCall::KeepSilent() {
  if (!audio_) return;
  player_.reset();
  player_ = world_.media.Play(audio_->stream(), world_.sounds.silence, media::Engine::Repeat::kForever, {});
}

void ExchangeCall::SendBack(char digit) {
  if (plan_.talk == Talk::kDigits && audio_) audio_->stream().SendDigit(digit, kDigitLength);
}

void ExchangeCall::FollowAgreed() {
  const sdp::Agreed* agreed = session_->agreed();
  if (agreed && audio_) audio_->Follow(*agreed);
}

// As a telephone whose battery fell out.
void ExchangeCall::OnConfirmed(Session&) {
  if (plan_.talk != Talk::kGone) return FollowAgreed();
  session_->Vanish();
}

void ExchangeCall::OnEnded(Session&, const SessionEnd&) {
  timer_.Stop();
  player_.reset();
  audio_.reset();
  over_();
}

void ExchangeCall::SetTimer(std::chrono::milliseconds delay, void (ExchangeCall::*then)()) {
  timer_.Start(delay, [this, then] { (this->*then)(); });
}
}  // namespace vss::sip
