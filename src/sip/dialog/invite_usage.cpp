#include "sip/dialog/invite_usage.hpp"

#include <algorithm>

#include "sip/dialog/next_hop.hpp"
#include "sip/dialog/reason_header.hpp"
#include "sip/dialog/request_checks.hpp"

namespace vss::sip {
namespace {
constexpr std::size_t kMaxPeers = 8;
constexpr int kRecoveryOnTimer = 102;  // Q.850

std::uint64_t SessionId(Random& random) {
  std::uint64_t id = 0;
  for (const char byte : random.Bytes(7)) id = id << 8 | static_cast<unsigned char>(byte);
  return id;
}
}  // namespace

InviteUsage::InviteUsage(SessionHost& host, SessionUser& user, State state, Target target,
                         std::string contact, std::string call_id)
    : host_(host),
      user_(&user),
      state_(state),
      target_(std::move(target)),
      contact_(std::move(contact)),
      call_id_(call_id.empty() ? host.MakeCallId() : std::move(call_id)),
      local_tag_(host.MakeTag()),
      media_(SessionId(host.random)),
      repeater_(host.stack, host.settings.t1, host.settings.t2),
      end_timer_(host.stack),
      back_off_(host.stack),
      ask_timer_(host.stack) {
  peers_.push_back(target_.flow.remote.address);
}

InviteUsage::~InviteUsage() {
  for (const ClientId id : {invite_, bye_, reinvite_, ask_}) {
    if (id != ClientId{}) host_.stack.Forget(id);
  }
}

void InviteUsage::Detach() {
  const auto keep = shared_from_this();
  user_ = nullptr;
  handle_ = nullptr;
  End(16);
}

void InviteUsage::End(int q850) {
  const auto keep = shared_from_this();
  switch (state_) {
    case State::kEnding:
    case State::kEnded:
      return;
    case State::kConfirmed:
      return Bye({.kind = EndKind::kLocalBye}, q850);
    case State::kAnswering:
      // §15: who was called sends no BYE before the ACK, or before it stopped waiting for it.
      ending_ = SessionEnd{.kind = EndKind::kLocalBye};
      end_q850_ = q850;
      state_ = State::kEnding;
      return;
    case State::kCalling:
    case State::kProceeding:
    case State::kIncoming:
      return EndEarly(q850);
  }
}

void InviteUsage::Bye(SessionEnd end, int q850) {
  state_ = State::kEnding;
  ending_ = std::move(end);
  end_q850_ = q850;
  repeater_.Stop();
  back_off_.Stop();
  end_timer_.Start(64 * host_.settings.t1, [this] {
    const auto keep = shared_from_this();
    Finish(*ending_);
  });
  if (auth_) auth_->BeginRequest();
  SendBye();
}

void InviteUsage::SendBye() {
  Writer writer = dialog_->Request(Method::kBye, dialog_->NextCSeq());
  if (end_q850_ != 0) writer.Add("Reason", WriteReason(end_q850_));
  host_.AddProduct(writer, "User-Agent");
  if (auth_) auth_->Authorize(writer, Method::kBye, dialog_->RequestUri());
  bye_ = host_.stack.SendRequest(InDialogTarget(*dialog_), writer.Finish(), *this);
}

void InviteUsage::OnByeResponse(const Message& response) {
  if (response.status < 200) return;
  const bool challenged = response.status == 401 || response.status == 407;
  if (challenged && auth_ && auth_->TakeChallenge(response) == ClientAuth::Verdict::kRetry) return SendBye();
  bye_ = ClientId{};
  Finish(*ending_);
}

void InviteUsage::Finish(SessionEnd end) {
  const auto keep = shared_from_this();
  if (!ended()) {
    state_ = State::kEnded;
    end_timer_.Stop();
    back_off_.Stop();
    ask_timer_.Stop();
    repeater_.Stop();
    host_.OnEnded();
    if (SessionUser* user = std::exchange(user_, nullptr)) user->OnEnded(*handle_, end);
  }
  MaybeDrop();
}

void InviteUsage::Vanish() {
  const auto keep = shared_from_this();
  if (!ended()) Finish({.kind = EndKind::kTransport});
}

void InviteUsage::MoveTo(const Flow& flow) {
  target_.flow = flow;
  // A phone that moves from network to network does not run out of places.
  if (!FromPeer(flow) && peers_.size() == kMaxPeers) peers_.erase(peers_.begin());
  AddPeer(flow.remote.address);
}

void InviteUsage::MaybeDrop() {
  if (ended() && bye_ == ClientId{} && !Lingers()) host_.Drop(*this);
}

void InviteUsage::Later(std::move_only_function<void()> work) {
  host_.stack.After(std::chrono::milliseconds(0),
                    [weak = weak_from_this(), work = std::move(work)]() mutable {
                      if (const auto keep = weak.lock()) work();
                    });
}

void InviteUsage::Reply(ServerId id, const Message& request, int status) {
  Writer writer = ResponseTo(request, status, local_tag_);
  if (status == 500) writer.Add("Retry-After", std::uint64_t{2});  // §12.2.2, §14.2
  host_.AddProduct(writer, "Server");
  host_.stack.Respond(id, writer.Finish());
}

void InviteUsage::RefuseOnce(ServerId id, const Message& request) {
  Writer writer = ResponseTo(request, 481, local_tag_);
  host_.stack.RespondOnce(id, host_.AddProduct(writer, "Server").Finish());
}

void InviteUsage::Succeed(ServerId id, const Message& invite, std::string response) {
  repeater_.Start(id, invite.cseq.number, response, [this] { OnAckMissing(); });
  host_.stack.Respond(id, std::move(response));
}

void InviteUsage::OnAckMissing() {
  // §13.3.1.4, §14.2: no ACK within 64*T1 ends the session with a BYE.
  const auto keep = shared_from_this();
  ++host_.counts.missing_acks;
  const SessionEnd end = ending_.value_or(SessionEnd{.kind = EndKind::kTimeout, .reason = "no ACK"});
  Bye(end, kRecoveryOnTimer);
  Finish(end);
}

Target InviteUsage::InDialogTarget(const Dialog& dialog) const {
  if (path_ == InDialogPath::kSameFlow) return target_;
  const auto uri = ParseUri(dialog.NextHop());
  const auto endpoint = uri ? LiteralEndpoint(*uri) : std::nullopt;
  return endpoint ? Target{Towards(target_.flow, *endpoint)} : target_;
}

void InviteUsage::KnowPeer(const Dialog& dialog) {
  if (path_ == InDialogPath::kSameFlow) return;
  for (const std::string_view text : {dialog.NextHop(), std::string_view(dialog.remote_target())}) {
    const auto uri = ParseUri(text);
    const auto endpoint = uri ? LiteralEndpoint(*uri) : std::nullopt;
    if (endpoint) AddPeer(endpoint->address);
  }
}

void InviteUsage::AddPeer(const boost::asio::ip::address& address) {
  const bool known = std::ranges::find(peers_, address) != peers_.end();
  if (!known && peers_.size() < kMaxPeers) peers_.push_back(address);
}

bool InviteUsage::FromPeer(const Flow& flow) const {
  return std::ranges::find(peers_, flow.remote.address) != peers_.end();
}

void InviteUsage::Complete(Writer& writer, Method method, std::string_view uri) {
  writer.Add("Contact", contact_);
  writer.Add("Allow", kSessionMethods);
  host_.AddProduct(writer, "User-Agent");
  if (auth_) auth_->Authorize(writer, method, uri);
}

std::string InviteUsage::WriteAck(const Dialog& dialog, std::uint32_t cseq) const {
  Writer writer = dialog.Request(Method::kAck, cseq);
  if (auth_) auth_->Repeat(writer);
  return writer.Finish();
}

void InviteUsage::OnResponse(ClientId id, const Message& response) {
  const auto keep = shared_from_this();
  if (id == bye_) return OnByeResponse(response);
  if (id == reinvite_) return OnReinviteResponse(response);
  if (id == ask_) return OnAskResponse(response);
  if (id == invite_) OnInviteResponse(response);
}

void InviteUsage::OnRequestFailed(ClientId id, TransactionFailure failure) {
  const auto keep = shared_from_this();
  if (id == bye_) {
    bye_ = ClientId{};
    Finish(*ending_);
  } else if (id == reinvite_) {
    OnReinviteFailed(failure);
  } else if (id == ask_) {
    ask_ = ClientId{};
    TellPresence(Presence::kGone);
  } else if (id == invite_) {
    OnInviteFailed(failure);
  }
}
}  // namespace vss::sip
