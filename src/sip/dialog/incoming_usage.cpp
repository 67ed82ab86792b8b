#include "sip/dialog/incoming_usage.hpp"

#include "sip/dialog/message_body.hpp"
#include "sip/dialog/reason_header.hpp"
#include "sip/dialog/request_checks.hpp"

namespace vss::sip {
namespace {
/// What an incoming call is answered with when it ends here without a status of its own.
int StatusOf(int q850) {
  switch (q850) {
    case 17:
      return 486;
    case 21:
      return 603;
    default:
      return 480;
  }
}
}  // namespace

IncomingUsage::IncomingUsage(SessionHost& host, ServerId id, const Message& invite, const Flow& flow,
                             std::string contact, SessionUser& user)
    : InviteUsage(host, user, State::kIncoming, Target{flow}, std::move(contact),
                  std::string(invite.call_id)),
      id_(id),
      invite_request_(invite) {
  dialog_ = Dialog::AsServer(invite, local_tag_);
  remote_uri_ = dialog_->remote_uri();
}

Writer IncomingUsage::Response(int status) const {
  const Message& invite = **invite_request_;
  Writer writer = ResponseTo(invite, status, local_tag_);
  writer.Copy(invite, HeaderId::kRecordRoute).Add("Contact", contact_).Add("Allow", kSessionMethods);
  host_.AddProduct(writer, "Server");
  return writer;
}

void IncomingUsage::Progress(int status, const sdp::Local* local) {
  if (!Unanswered() || status <= 100 || status >= 200) return;
  const Message& invite = **invite_request_;
  // Without 100rel only an offer of the INVITE can be answered early.
  const auto sdp = SdpOf(invite);
  const auto body = local != nullptr && sdp ? media_.Answer(*sdp, *local) : std::nullopt;
  Writer writer = Response(status);
  host_.stack.Respond(id_, body ? writer.Finish("application/sdp", *body) : writer.Finish());
}

void IncomingUsage::Accept(const sdp::Local& local) {
  if (!Unanswered()) return;
  const Message& invite = **invite_request_;
  const auto sdp = SdpOf(invite);
  const auto body = sdp ? media_.Answer(*sdp, local) : std::optional(media_.Offer(local));
  if (!body) {
    SendFinal(488, 0);
    return Later([this] { Finish({.kind = EndKind::kBadOffer, .status = 488}); });
  }
  awaits_answer_ = !sdp;
  state_ = State::kAnswering;
  Succeed(id_, invite, Response(200).Finish("application/sdp", *body));
  invite_request_.reset();
}

void IncomingUsage::SendFinal(int status, int q850) {
  Writer writer = ResponseTo(**invite_request_, status, local_tag_);
  if (q850 != 0) writer.Add("Reason", WriteReason(q850));
  host_.AddProduct(writer, "Server");
  host_.stack.Respond(id_, writer.Finish());
  invite_request_.reset();
  state_ = State::kEnding;
}

void IncomingUsage::Reject(int status, int q850) {
  if (!Unanswered()) return;
  SendFinal(status, q850);
  Later([this, status] { Finish({.kind = EndKind::kLocalReject, .status = status}); });
}

void IncomingUsage::EndEarly(int q850) {
  const int status = StatusOf(q850);
  SendFinal(status, q850);
  Finish({.kind = EndKind::kLocalReject, .status = status});
}

void IncomingUsage::OnCancel(const Message& cancel) {
  // §9.2: nothing happens to an INVITE that has its final answer.
  if (!Unanswered()) return;
  const auto keep = shared_from_this();
  Reason reason = ReadReason(cancel);
  SendFinal(487, 0);
  Finish({.kind = EndKind::kCancelled, .status = 487, .q850 = reason.q850, .reason = std::move(reason.text)});
}

void IncomingUsage::OnEarlyBye(const Dialog&, const Message& bye) {
  // §15.1.2: the INVITE that is still waiting gets its 487.
  if (!Unanswered()) return;
  Reason reason = ReadReason(bye);
  SendFinal(487, 0);
  Finish({.kind = EndKind::kRemoteBye, .q850 = reason.q850, .reason = std::move(reason.text)});
}

void IncomingUsage::OnResponseFailed(TransactionFailure failure) {
  if (failure != TransactionFailure::kTransport || ended()) return;
  const auto keep = shared_from_this();
  Finish({.kind = EndKind::kTransport, .status = 503});
}
}  // namespace vss::sip
