#include "sip/dialog/outgoing_usage.hpp"

#include <algorithm>

#include "base/unicode.hpp"
#include "sip/dialog/message_body.hpp"
#include "sip/dialog/nobody.hpp"
#include "sip/dialog/reason_header.hpp"
#include "sip/dialog/request_checks.hpp"

namespace vss::sip {
namespace {
constexpr std::size_t kMaxContact = 512;
}

OutgoingUsage::OutgoingUsage(SessionHost& host, OutgoingCall call, SessionUser& user)
    : InviteUsage(host, user, State::kCalling, call.target, call.contact, call.call_id),
      call_(std::move(call)),
      redirects_(call_),
      linger_(host.stack) {
  owns_call_id_ = true;
  path_ = call_.in_dialog_path;
  if (call_.account) auth_.emplace(*call_.account, host.random);
  const auto to = ParseAddress(call_.to);
  remote_uri_ = to ? std::string(to->uri_text) : call_.request_uri;
}

void OutgoingUsage::Start() {
  offer_ = media_.Offer(call_.local);
  SendInvite();
}

void OutgoingUsage::RefuseLocally(int status) {
  Later([this, status] {
    Finish({.kind = EndKind::kRejected, .status = status, .reason = "too many sessions"});
  });
}

void OutgoingUsage::SendInvite() {
  if (invite_ != ClientId{}) host_.stack.Forget(invite_);
  Writer writer = Writer::Request(Method::kInvite, call_.request_uri);
  for (const std::string& route : call_.routes) writer.Add("Route", route);
  writer.Add("Max-Forwards", std::uint64_t{70});
  writer.Add("From", call_.from + ";tag=" + local_tag_);
  writer.Add("To", call_.to);
  writer.Add("Call-ID", call_id_);
  writer.Add("CSeq", std::to_string(++cseq_) + " INVITE");
  Complete(writer, Method::kInvite, call_.request_uri);
  for (const auto& [name, value] : call_.headers) writer.Add(name, value);
  invite_ = host_.stack.SendRequest(target_, writer.Finish("application/sdp", offer_), *this);
}

void OutgoingUsage::EndEarly(int) {
  // §9.1: the stack holds the CANCEL back until a provisional response; the INVITE's own final response ends
  // it.
  state_ = State::kEnding;
  ending_ = SessionEnd{.kind = EndKind::kCancelled, .status = 487};
  host_.stack.Cancel(invite_);
  end_timer_.Start(64 * host_.settings.t1, [this] {
    const auto keep = shared_from_this();
    Linger();
    Finish(*ending_);
  });
}

OutgoingUsage::Fork* OutgoingUsage::ForkOf(const Message& response) {
  if (response.to.tag.empty()) return nullptr;
  const auto found = std::ranges::find(
      forks_, response.to.tag, [](const Fork& fork) { return std::string_view(fork.dialog.remote_tag()); });
  if (found != forks_.end()) return &*found;
  if (forks_.size() >= kMaxForks) return nullptr;
  forks_.push_back({Dialog::AsClient(response, call_.from, call_.request_uri), std::nullopt});
  KnowPeer(forks_.back().dialog);
  return &forks_.back();
}

Dialog* OutgoingUsage::FindDialog(const Message& request) {
  if (dialog_) return InviteUsage::FindDialog(request);
  const auto found =
      std::ranges::find_if(forks_, [&](const Fork& fork) { return fork.dialog.Matches(request); });
  return found == forks_.end() ? nullptr : &found->dialog;
}

void OutgoingUsage::OnEarlyBye(const Dialog& dialog, const Message& bye) {
  // §15 forbids it to the called side; one that does it has given up. Other forks may still answer.
  std::erase_if(forks_, [&](const Fork& fork) { return &fork.dialog == &dialog; });
  if (!forks_.empty() || state_ == State::kEnding) return;
  EndEarly(0);
  Reason reason = ReadReason(bye);
  Linger();
  Finish({.kind = EndKind::kRemoteBye, .q850 = reason.q850, .reason = std::move(reason.text)});
}

void OutgoingUsage::OnInviteResponse(const Message& response) {
  if (response.status < 200) return OnProvisional(response);
  if (response.status < 300) return OnSuccess(response);
  if (ended()) return;
  const bool challenged = response.status == 401 || response.status == 407;
  if (state_ == State::kEnding) {
    ending_->status = response.status;
    return Finish(*ending_);
  }
  if (challenged && auth_ && auth_->TakeChallenge(response) == ClientAuth::Verdict::kRetry) {
    forks_.clear();
    return SendInvite();
  }
  OnRefusal(response);
}

void OutgoingUsage::OnProvisional(const Message& response) {
  if (ended() || state_ == State::kEnding || dialog_) return;
  state_ = State::kProceeding;
  if (response.status == 100) return;
  Fork* fork = ForkOf(response);
  const auto sdp = SdpOf(response);
  if (fork != nullptr && sdp) fork->agreed = media_.Try(*sdp);
  const bool media = fork != nullptr && fork->agreed && sdp;
  const std::optional<sdp::Agreed> early = media ? fork->agreed : std::nullopt;
  if (user_ != nullptr) user_->OnProgress(*handle_, response.status, early ? &*early : nullptr);
}

void OutgoingUsage::OnSuccess(const Message& response) {
  if (!dialog_ && !ended()) return OnWinner(response);
  if (dialog_ && response.to.tag == dialog_->remote_tag()) {
    return host_.stack.SendAck(InDialogTarget(*dialog_), ack_);
  }
  OnLostFork(response);
}

void OutgoingUsage::OnWinner(const Message& response) {
  const Fork* fork = ForkOf(response);
  std::optional<sdp::Agreed> early = fork != nullptr ? fork->agreed : std::nullopt;
  dialog_ = Dialog::AsClient(response, call_.from, call_.request_uri);
  KnowPeer(*dialog_);
  forks_.clear();
  ack_ = WriteAck(*dialog_, response.cseq.number);
  host_.stack.SendAck(InDialogTarget(*dialog_), ack_);
  Linger();
  end_timer_.Stop();
  // §9.1, §15: a CANCEL that came too late is followed by a BYE.
  if (state_ == State::kEnding) return Bye({.kind = EndKind::kLocalBye}, 16);
  const auto sdp = SdpOf(response);
  auto agreed = sdp ? media_.Try(*sdp) : std::move(early);
  if (!agreed) return Bye({.kind = EndKind::kBadOffer}, 65);
  media_.Settle(*std::move(agreed));
  state_ = State::kConfirmed;
  if (user_ != nullptr) user_->OnConfirmed(*handle_);
  TryOffer();
}

void OutgoingUsage::OnLostFork(const Message& response) {
  const auto known = std::ranges::find(lost_, response.to.tag,
                                       [](const auto& lost) { return std::string_view(lost.first); });
  Dialog dialog = Dialog::AsClient(response, call_.from, call_.request_uri);
  const Target target = InDialogTarget(dialog);
  if (known != lost_.end()) return host_.stack.SendAck(target, known->second);
  const std::string ack = WriteAck(dialog, response.cseq.number);
  host_.stack.SendAck(target, ack);
  if (lost_.size() >= kMaxForks) return;
  ++host_.counts.lost_forks;
  lost_.emplace_back(response.to.tag, ack);
  Writer bye = dialog.Request(Method::kBye, dialog.NextCSeq());
  host_.AddProduct(bye, "User-Agent");
  if (auth_) auth_->Authorize(bye, Method::kBye, dialog.RequestUri());
  host_.stack.SendRequest(target, bye.Finish(), Nobody());
}

void OutgoingUsage::OnRefusal(const Message& response) {
  if (response.status < 400) redirects_.Take(response);
  auto step = redirects_.Next();
  if (response.status < 400 && user_ != nullptr) {
    user_->OnRedirected(
        *handle_,
        {.status = response.status,
         .contact = CleanText(step ? step->request_uri : ContactUri(response).value_or(""), kMaxContact),
         .verdict = step ? RedirectVerdict::kFollowed : redirects_.WhyNot(response),
         .followed_to = step ? step->request_uri : ""});
  }
  if (step) {
    call_.request_uri = std::move(step->request_uri);
    target_ = std::move(step->target);
    AddPeer(target_.flow.remote.address);
    forks_.clear();
    state_ = State::kCalling;
    return SendInvite();
  }
  Reason reason = ReadReason(response);
  SessionEnd end{.kind = EndKind::kRejected, .status = response.status, .q850 = reason.q850};
  end.reason = reason.text.empty() ? CleanText(response.reason, kMaxReasonText) : std::move(reason.text);
  if (const auto contact = ContactUri(response); contact && response.status < 400)
    end.contact = CleanText(*contact, kMaxContact);
  Finish(std::move(end));
}

void OutgoingUsage::OnInviteFailed(TransactionFailure failure) {
  if (ended()) return;
  if (ending_) return Finish(*ending_);
  const bool timeout = failure == TransactionFailure::kTimeout;
  // A contact of a 3xx that does not answer is passed over for the next one (§8.1.3.1, §8.1.3.4).
  Finish({.kind = timeout ? EndKind::kTimeout : EndKind::kTransport, .status = timeout ? 408 : 503});
}

void OutgoingUsage::Linger() {
  linger_.Start(64 * host_.settings.t1, [this] {
    const auto keep = shared_from_this();
    MaybeDrop();
  });
}
}  // namespace vss::sip
