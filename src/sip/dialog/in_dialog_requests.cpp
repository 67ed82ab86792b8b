#include "sip/dialog/dtmf_relay.hpp"
#include "sip/dialog/invite_usage.hpp"
#include "sip/dialog/message_body.hpp"
#include "sip/dialog/reason_header.hpp"
#include "sip/dialog/request_checks.hpp"

// What the peer asks inside a dialog (RFC 3261 §12.2.2, §14.2, §15.1.2; RFC 3311; RFC 6086).
namespace vss::sip {

Dialog* InviteUsage::FindDialog(const Message& request) {
  return dialog_ && dialog_->Matches(request) ? &*dialog_ : nullptr;
}

bool InviteUsage::Early() const {
  return state_ == State::kCalling || state_ == State::kProceeding || state_ == State::kIncoming || !dialog_;
}

void InviteUsage::OnRequest(ServerId id, const Message& request, const Flow& flow) {
  const auto keep = shared_from_this();
  Dialog* dialog = FindDialog(request);
  if (dialog == nullptr) {
    ++host_.counts.no_dialog;
    return RefuseOnce(id, request);
  }
  if (!FromPeer(flow)) {
    ++host_.counts.foreign;
    return RefuseOnce(id, request);
  }
  if (dialog->TakeCSeq(request.cseq.number) == Dialog::Order::kOutOfOrder) {
    ++host_.counts.out_of_order;
    return Reply(id, request, 500);
  }
  if (request.method == Method::kBye) {
    Early() ? (Reply(id, request, 200), OnEarlyBye(*dialog, request)) : OnBye(id, request);
    return;
  }
  if (state_ == State::kEnding || ended()) return Reply(id, request, 481);
  if (auto refusal = Refuse(request, kSessionMethods, local_tag_)) {
    return host_.stack.Respond(id, *std::move(refusal));
  }
  Dispatch(id, request);
}

void InviteUsage::Dispatch(ServerId id, const Message& request) {
  switch (request.method) {
    case Method::kInvite:
      return OnReinvite(id, request);
    case Method::kUpdate:
      return OnUpdate(id, request);
    case Method::kInfo:
      return OnInfo(id, request);
    case Method::kOptions:
      return OnOptions(id, request);
    default:
      return Reply(id, request, 405);
  }
}

void InviteUsage::OnBye(ServerId id, const Message& bye) {
  Reply(id, bye, 200);
  // A BYE that crosses ours: both are answered, and ours decides how it ended.
  if (ending_) return Finish(*ending_);
  Reason reason = ReadReason(bye);
  Finish({.kind = EndKind::kRemoteBye, .q850 = reason.q850, .reason = std::move(reason.text)});
}

bool InviteUsage::RefuseOffer(ServerId id, const Message& request) {
  // §14.2 and RFC 3311 §5.2: 491 while an offer of ours is out, 500 while theirs is not answered.
  const bool ours_is_out = reinvite_pending_ || media_.offering();
  if (ours_is_out || repeater_.waiting()) return Reply(id, request, 491), true;
  if (Early()) return Reply(id, request, 500), true;
  return false;
}

void InviteUsage::OnReinvite(ServerId id, const Message& invite) {
  if (!HasOneContact(invite)) return Reply(id, invite, 400);
  if (RefuseOffer(id, invite)) return;
  const auto sdp = SdpOf(invite);
  const bool with_offer = sdp.has_value();
  const auto body = sdp ? media_.Answer(*sdp, media_.local()) : std::optional(media_.Offer(media_.local()));
  if (!body) return Reply(id, invite, 488);
  awaits_answer_ = !with_offer;
  dialog_->RefreshTarget(invite);
  KnowPeer(*dialog_);
  Writer writer = ResponseTo(invite, 200, local_tag_);
  writer.Add("Contact", contact_).Add("Allow", kSessionMethods);
  Succeed(id, invite, host_.AddProduct(writer, "Server").Finish("application/sdp", *body));
  if (with_offer && user_ != nullptr) user_->OnMediaChanged(*handle_);
}

void InviteUsage::OnUpdate(ServerId id, const Message& update) {
  const auto sdp = SdpOf(update);
  const bool with_offer = sdp.has_value();
  if (with_offer && RefuseOffer(id, update)) return;
  std::optional<std::string> body;
  if (sdp) {
    body = media_.Answer(*sdp, media_.local());
    if (!body) return Reply(id, update, 488);
  }
  Dialog& dialog = *FindDialog(update);
  dialog.RefreshTarget(update);
  KnowPeer(dialog);
  Writer writer = ResponseTo(update, 200, local_tag_);
  host_.AddProduct(writer.Add("Contact", contact_), "Server");
  host_.stack.Respond(id, body ? writer.Finish("application/sdp", *body) : writer.Finish());
  if (with_offer && user_ != nullptr) user_->OnMediaChanged(*handle_);
}

void InviteUsage::OnInfo(ServerId id, const Message& info) {
  const auto digit = ReadInfo(info);
  if (!digit) return Reply(id, info, digit.error());
  Reply(id, info, 200);
  if (*digit && user_ != nullptr) user_->OnInfoDigit(*handle_, (*digit)->digit, (*digit)->duration);
}

void InviteUsage::OnOptions(ServerId id, const Message& options) {
  Writer writer = ResponseTo(options, 200, local_tag_);
  writer.Add("Allow", kSessionMethods).Add("Accept", kSessionBodies);
  host_.stack.Respond(id, host_.AddProduct(writer, "Server").Finish());
}

void InviteUsage::OnAck(const Message& ack, const Flow& flow) {
  const auto keep = shared_from_this();
  if (FindDialog(ack) == nullptr || !FromPeer(flow) || !repeater_.TakeAck(ack.cseq.number)) return;
  const bool first = state_ == State::kAnswering;
  const bool answered = std::exchange(awaits_answer_, false);
  if (state_ == State::kEnding) return Bye(*ending_, end_q850_);
  state_ = State::kConfirmed;
  if (answered && !TakeAckAnswer(ack)) return Bye({.kind = EndKind::kBadOffer}, 65);
  if (user_ != nullptr && first) user_->OnConfirmed(*handle_);
  if (user_ != nullptr && !first && answered) user_->OnMediaChanged(*handle_);
  TryOffer();
}

bool InviteUsage::TakeAckAnswer(const Message& ack) {
  const auto sdp = SdpOf(ack);
  auto agreed = sdp ? media_.Try(*sdp) : std::nullopt;
  if (!agreed) return false;
  media_.Settle(*std::move(agreed));
  return true;
}
}  // namespace vss::sip
