#include "adapters/pbx_embedded/edge_core.hpp"

#include "sip/dialog/outside_requests.hpp"

namespace vss::pbx_embedded {
namespace {
constexpr std::string_view kAllow = "INVITE, ACK, BYE, CANCEL, REGISTER, OPTIONS, INFO, UPDATE";
constexpr std::string_view kServer = "VSS";
// One that talks and one that is being tried out; a phone with a stuck redial key must not fill the engine.
constexpr std::size_t kMaxServiceCalls = 2;
}  // namespace

void EdgeCore::OnRequest(sip::ServerId id, const sip::Message& request, const sip::Flow& flow) {
  if (request.method == sip::Method::kRegister) return parts_.registrar.OnRegister(id, request, flow);
  parts_.stack.Respond(id, sip::AnswerOutside(request, kAllow, parts_.make_tag(), kServer));
}

// Calls to the outside are placed by the API, where the rules about destinations and limits are. A phone that
// dials reaches the service numbers only; whoever does not prove to be one of our phones reaches nothing.
void EdgeCore::OnInvite(sip::ServerId id, const sip::Message& invite, const sip::Flow& flow) {
  const std::string user(invite.from.uri.user);
  const auto source = parts_.registrar.SourceOf(user, flow);
  const auto verdict = parts_.authenticator.Check(invite, user, flow, source);
  if (verdict != sip::Authenticator::Verdict::kGood) {
    return parts_.stack.Respond(id, parts_.authenticator.Refusal(invite, verdict, flow, parts_.make_tag()));
  }
  const std::string number(invite.request_uri.user);
  if (!IsServiceNumber(number)) {
    return parts_.stack.Respond(
        id, sip::ResponseTo(invite, 403, parts_.make_tag()).Add("Server", kServer).Finish());
  }
  if (b2bua_->DialledBy(parts_.plan.AorOf(user)) >= kMaxServiceCalls) {
    return parts_.stack.Respond(
        id, sip::ResponseTo(invite, 486, parts_.make_tag()).Add("Server", kServer).Finish());
  }
  sip::BridgeOrder order{.line = {.kind = sip::LineKind::kPhone,
                                  .aor = parts_.plan.AorOf(user),
                                  .request_uri = {},
                                  .target = {flow}},
                         .number = parts_.plan.ToExchange(parts_.exchange, number, user),
                         .recording = std::nullopt};
  b2bua_->StartFromPhone(id, invite, flow, std::move(order));
}
}  // namespace vss::pbx_embedded
