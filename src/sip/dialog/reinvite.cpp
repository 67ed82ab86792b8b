#include "sip/dialog/invite_usage.hpp"
#include "sip/dialog/message_body.hpp"
#include "sip/dialog/request_checks.hpp"

// Our re-INVITE (RFC 3261 §14.1). A session has one at a time; what is asked meanwhile waits, the latest
// wins.
namespace vss::sip {
namespace {
constexpr int kMaxGlares = 6;
}

void InviteUsage::Offer(const sdp::Local& local) {
  if (state_ == State::kEnding || ended()) return;
  wanted_ = local;
  glares_ = 0;
  TryOffer();
}

void InviteUsage::TryOffer() {
  const bool busy = reinvite_pending_ || repeater_.waiting() || back_off_.running();
  if (!wanted_ || state_ != State::kConfirmed || busy) return;
  reinvite_body_ = media_.Offer(*wanted_);
  wanted_.reset();
  if (auth_) auth_->BeginRequest();
  SendReinvite();
}

void InviteUsage::SendReinvite() {
  if (reinvite_ != ClientId{}) host_.stack.Forget(reinvite_);
  reinvite_pending_ = true;
  reinvite_ack_.clear();
  Writer writer = dialog_->Request(Method::kInvite, dialog_->NextCSeq());
  Complete(writer, Method::kInvite, dialog_->RequestUri());
  reinvite_ = host_.stack.SendRequest(InDialogTarget(*dialog_),
                                      writer.Finish("application/sdp", reinvite_body_), *this);
}

void InviteUsage::OnReinviteResponse(const Message& response) {
  if (response.status < 200) return;
  if (response.status < 300) return OnReinviteSuccess(response);
  if (!reinvite_pending_) return;
  if (ended() || state_ == State::kEnding) {
    reinvite_pending_ = false;
    return;
  }
  const bool challenged = response.status == 401 || response.status == 407;
  if (challenged && auth_ && auth_->TakeChallenge(response) == ClientAuth::Verdict::kRetry) {
    return SendReinvite();
  }
  reinvite_pending_ = false;
  OnReinviteRefused(response.status);
}

void InviteUsage::OnReinviteSuccess(const Message& response) {
  // §13.2.2.4: every 2xx, also a repeated one, gets the ACK.
  const bool first = reinvite_ack_.empty();
  if (first) {
    dialog_->RefreshTarget(response);
    KnowPeer(*dialog_);
    reinvite_ack_ = WriteAck(*dialog_, response.cseq.number);
  }
  host_.stack.SendAck(InDialogTarget(*dialog_), reinvite_ack_);
  if (!first) return;
  reinvite_pending_ = false;
  if (state_ != State::kConfirmed) return;
  const auto sdp = SdpOf(response);
  auto agreed = sdp ? media_.Try(*sdp) : std::nullopt;
  if (!agreed) return Bye({.kind = EndKind::kBadOffer}, 65);
  media_.Settle(*std::move(agreed));
  if (user_ != nullptr) user_->OnMediaChanged(*handle_);
  TryOffer();
}

void InviteUsage::OnReinviteRefused(int status) {
  const sdp::Local refused = media_.offered();
  media_.Withdraw();
  if (status == 491 && ++glares_ <= kMaxGlares) {
    if (!wanted_) wanted_ = refused;
    return BackOff();
  }
  // §12.2.1.2: these two say that the dialog is gone.
  if (status == 481 || status == 408) return Bye({.kind = EndKind::kTimeout, .status = status}, 102);
  if (user_ != nullptr) user_->OnOfferRefused(*handle_, status);
  TryOffer();
}

void InviteUsage::OnReinviteFailed(TransactionFailure failure) {
  reinvite_pending_ = false;
  if (state_ != State::kConfirmed) return;
  const bool timeout = failure == TransactionFailure::kTimeout;
  Bye({.kind = timeout ? EndKind::kTimeout : EndKind::kTransport, .status = timeout ? 408 : 503}, 102);
}

void InviteUsage::BackOff() {
  // §14.1: the owner of the Call-ID waits 2.1 … 4 s, the other side 0 … 2 s, both in units of 10 ms.
  const auto byte = [this] { return static_cast<unsigned char>(host_.random.Bytes(1)[0]); };
  const bool owner = owns_call_id_;
  const int units = owner ? 210 + byte() * 190 / 255 : byte() * 200 / 255;
  back_off_.Start(std::chrono::milliseconds(10 * units), [this] {
    const auto keep = shared_from_this();
    TryOffer();
  });
}
}  // namespace vss::sip
