#include <unordered_map>

#include "base/crypto.hpp"
#include "sip/dialog/incoming_usage.hpp"
#include "sip/dialog/message_body.hpp"
#include "sip/dialog/outgoing_usage.hpp"
#include "sip/dialog/request_checks.hpp"

namespace vss::sip {

std::string SessionHost::MakeTag() {
  return settings.make_tag ? settings.make_tag() : crypto::Hex(random.Bytes(8));
}

std::string SessionHost::MakeCallId() { return crypto::Hex(random.Bytes(16)); }

Writer& SessionHost::AddProduct(Writer& writer, std::string_view header) const {
  return settings.user_agent.empty() ? writer : writer.Add(header, settings.user_agent);
}

namespace {
/// What the user holds; the usage behind it may live longer.
class Handle final : public Session {
 public:
  explicit Handle(std::shared_ptr<InviteUsage> usage) : usage_(std::move(usage)) { usage_->Attach(*this); }
  ~Handle() override { usage_->Detach(); }

  State state() const override { return usage_->state(); }
  const std::string& call_id() const override { return usage_->call_id(); }
  const std::string& remote_uri() const override { return usage_->remote_uri(); }
  const sdp::Agreed* agreed() const override { return usage_->agreed(); }
  void Progress(int status, const sdp::Local* local) override { usage_->Progress(status, local); }
  void Accept(const sdp::Local& local) override { usage_->Accept(local); }
  void Reject(int status, int q850) override { usage_->Reject(status, q850); }
  void End(int q850) override { usage_->End(q850); }
  void Offer(const sdp::Local& local) override { usage_->Offer(local); }
  void Ask() override { usage_->Ask(); }
  void MoveTo(const Flow& flow) override { usage_->MoveTo(flow); }
  void Vanish() override { usage_->Vanish(); }

 private:
  std::shared_ptr<InviteUsage> usage_;
};

class Layer final : public SessionLayer, public SessionHost {
 public:
  Layer(Stack& s, Core& core, Random& r, SessionSettings given)
      : SessionHost(s, r, std::move(given)), core_(core) {}

  std::unique_ptr<Session> Call(OutgoingCall call, SessionUser& user) override {
    const bool full = sessions_ >= settings.max_sessions;
    auto usage = std::make_shared<OutgoingUsage>(*this, std::move(call), user);
    auto session = Hold(usage);
    full ? usage->RefuseLocally(503) : usage->Start();
    return session;
  }

  std::unique_ptr<Session> TakeIncoming(ServerId id, const Message& invite, const Flow& flow,
                                        std::string contact, SessionUser& user) override {
    auto usage = std::make_shared<IncomingUsage>(*this, id, invite, flow, std::move(contact), user);
    invites_.emplace(id, usage.get());
    return Hold(std::move(usage));
  }

  std::size_t sessions() const override { return sessions_; }
  SessionCounters counters() const override { return counts; }

  void OnRequest(ServerId id, const Message& request, const Flow& flow) override {
    if (!request.to.tag.empty()) return OnInDialog(id, request, flow);
    switch (request.method) {
      case Method::kInvite:
        return OnInvite(id, request, flow);
      // These live in dialogs only (RFC 3261 §15.1.2, RFC 3311 §5, RFC 6086 §4, RFC 3262 §3).
      case Method::kBye:
      case Method::kUpdate:
      case Method::kInfo:
      case Method::kPrack:
        return NoDialog(id, request);
      default:
        return core_.OnRequest(id, request, flow);
    }
  }

  void OnAck(const Message& ack, const Flow& flow) override {
    if (const auto usage = Find(ack)) usage->OnAck(ack, flow);
  }

  void OnCancel(ServerId invite, const Message& cancel) override {
    const auto found = invites_.find(invite);
    if (found == invites_.end()) return core_.OnCancelled(invite);
    found->second->OnCancel(cancel);
  }

  void OnResponseFailed(ServerId id, TransactionFailure failure) override {
    if (const auto found = invites_.find(id); found != invites_.end())
      found->second->OnResponseFailed(failure);
  }

  void OnStrayResponse(const Message&, const Flow&) override {}
  void OnFlowClosed(const Flow& flow) override { core_.OnFlowClosed(flow); }

 private:
  std::unique_ptr<Session> Hold(std::shared_ptr<InviteUsage> usage) {
    ++sessions_;
    usages_.emplace(usage->local_tag(), usage);
    return std::make_unique<Handle>(std::move(usage));
  }

  /// The usage whose tag is the request's To-tag; kept alive by the caller's copy.
  std::shared_ptr<InviteUsage> Find(const Message& request) const {
    const auto found = usages_.find(std::string(request.to.tag));
    return found == usages_.end() ? nullptr : found->second;
  }

  void OnInDialog(ServerId id, const Message& request, const Flow& flow) {
    const auto usage = Find(request);
    usage ? usage->OnRequest(id, request, flow) : NoDialog(id, request);
  }

  // Anybody may ask for a dialog that is not.
  void NoDialog(ServerId id, const Message& request) {
    ++counts.no_dialog;
    Writer writer = ResponseTo(request, 481, stack.TagOnce(request));
    stack.RespondOnce(id, AddProduct(writer, "Server").Finish());
  }

  void OnInvite(ServerId id, const Message& invite, const Flow& flow) {
    if (auto challenge = core_.Challenge(invite, flow)) return stack.RespondOnce(id, *std::move(challenge));
    if (auto refusal = Refuse(invite, kSessionMethods, MakeTag()))
      return stack.Respond(id, *std::move(refusal));
    if (!HasOneContact(invite)) return Answer(id, ResponseTo(invite, 400, MakeTag()));
    if (const auto sdp = SdpOf(invite); sdp && !sdp::Parse(*sdp))
      return Answer(id, ResponseTo(invite, 488, MakeTag()));
    if (sessions_ >= settings.max_sessions) {
      ++counts.refused;
      return Answer(id, ResponseTo(invite, 503, MakeTag()).Add("Retry-After", std::uint64_t{2}));
    }
    core_.OnInvite(id, invite, flow);
  }

  void Answer(ServerId id, Writer writer) { stack.Respond(id, AddProduct(writer, "Server").Finish()); }

  void OnEnded() override { --sessions_; }
  void Drop(InviteUsage& usage) override {
    if (const auto* incoming = dynamic_cast<const IncomingUsage*>(&usage))
      invites_.erase(incoming->server_id());
    usages_.erase(usage.local_tag());
  }

  Core& core_;
  std::size_t sessions_ = 0;
  std::unordered_map<std::string, std::shared_ptr<InviteUsage>> usages_;  ///< by our tag
  std::unordered_map<ServerId, IncomingUsage*> invites_;
};
}  // namespace

std::unique_ptr<SessionLayer> MakeSessionLayer(Stack& stack, SessionLayer::Core& core, Random& random,
                                               SessionSettings settings) {
  return std::make_unique<Layer>(stack, core, random, std::move(settings));
}
}  // namespace vss::sip
