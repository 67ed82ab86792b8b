#include "adapters/pbx_embedded/edge_core.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "base/unicode.hpp"
#include "sip/dialog/outside_requests.hpp"
#include "sip/registrar/flow_text.hpp"

namespace vss::pbx_embedded {
namespace {
constexpr std::string_view kAllow = "INVITE, ACK, BYE, CANCEL, REGISTER, OPTIONS, INFO, UPDATE";
constexpr std::string_view kServer = "VSS";
// One that talks and one that is being tried out; a phone with a stuck redial key must not fill the engine.
constexpr std::size_t kMaxServiceCalls = 2;
constexpr std::chrono::seconds kBetweenLimits{60};  // log lines about one phone
constexpr std::uint64_t kRetryServiceSeconds = 5;
constexpr std::size_t kMaxNumber = 64, kMaxCallId = 256;

std::string CallerOf(const sip::Message& invite) { return sip::Unescape(invite.from.uri.user); }
}  // namespace

void EdgeCore::OnRequest(sip::ServerId id, const sip::Message& request, const sip::Flow& flow) {
  if (request.method == sip::Method::kRegister) return parts_.registrar.OnRegister(id, request, flow);
  parts_.stack.RespondOnce(id, sip::AnswerOutside(request, kAllow, parts_.stack.TagOnce(request), kServer));
}

std::optional<std::string> EdgeCore::Challenge(const sip::Message& invite, const sip::Flow& flow) {
  if (IsFromProvider(invite, flow)) return RefuseIncoming(invite, flow);
  const std::string user = CallerOf(invite);
  const auto verdict = parts_.authenticator.Check(invite, user, flow, parts_.registrar.SourceOf(user, flow));
  if (verdict == sip::Authenticator::Verdict::kGood) return std::nullopt;
  return parts_.authenticator.Refusal(invite, verdict, flow, parts_.stack.TagOnce(invite));
}

// A line of ours is a phone wherever it is, also behind the provider's address.
bool EdgeCore::IsFromProvider(const sip::Message& invite, const sip::Flow& flow) const {
  return std::ranges::find(provider_, flow.remote.address) != provider_.end() &&
         !parts_.authenticator.Knows(CallerOf(invite));
}

// RFC 3261 §21.4.5, §21.4.18: 404 for a number that is not here, 480 for one that is, with nobody to take its
// calls.
std::string EdgeCore::RefuseIncoming(const sip::Message& invite, const sip::Flow& flow) {
  const std::string number = sip::Unescape(invite.request_uri.user);
  const int status = parts_.plan.IsOurs(number) ? 480 : 404;
  if (incoming_.IsNews(invite.call_id, parts_.stack.now())) {
    parts_.incoming({.number = CleanText(number, kMaxNumber),
                     .caller = CleanText(CallerOf(invite), kMaxNumber),
                     .source = sip::FormatFlow(flow),
                     .sip_call_id = CleanText(invite.call_id, kMaxCallId),
                     .sip_status = status});
  }
  sip::Writer writer = sip::ResponseTo(invite, status, parts_.stack.TagOnce(invite));
  return writer.Add("Server", kServer).Finish();
}

// Calls to the outside are placed by the API, where the rules about destinations and limits are. A phone that
// dials reaches the service numbers only; whoever does not prove to be one of our phones reaches nothing.
void EdgeCore::OnInvite(sip::ServerId id, const sip::Message& invite, const sip::Flow& flow) {
  const std::string user = CallerOf(invite);
  const std::string number(invite.request_uri.user);
  if (!IsServiceNumber(number)) {
    return parts_.stack.Respond(
        id, sip::ResponseTo(invite, 403, parts_.make_tag()).Add("Server", kServer).Finish());
  }
  if (b2bua_->DialledBy(parts_.plan.AorOf(user)) >= kMaxServiceCalls)
    return RefuseBeyondLimit(id, invite, user);
  sip::BridgeOrder order{.line = {.kind = sip::LineKind::kPhone,
                                  .aor = parts_.plan.AorOf(user),
                                  .request_uri = {},
                                  .target = {flow}},
                         .number = parts_.plan.ToExchange(parts_.exchange, number, user),
                         .recording = std::nullopt};
  b2bua_->StartFromPhone(id, invite, flow, std::move(order));
}

// RFC 3261 §21.4.18: nobody is busy there, this phone is there too often.
void EdgeCore::RefuseBeyondLimit(sip::ServerId id, const sip::Message& invite, const std::string& user) {
  const auto now = parts_.stack.now();
  const auto [told, first] = limit_told_.try_emplace(user, now);
  if (first || now - told->second >= kBetweenLimits) {
    told->second = now;
    log::Warning("PBX", "a phone is refused another call to a service number",
                 {{"line", CleanText(user, kMaxNumber)}, {"calls_at_once", kMaxServiceCalls}});
  }
  sip::Writer writer = sip::ResponseTo(invite, 480, parts_.make_tag());
  writer.Add("Retry-After", kRetryServiceSeconds).Add("Server", kServer);
  parts_.stack.Respond(id, writer.Finish());
}
}  // namespace vss::pbx_embedded
