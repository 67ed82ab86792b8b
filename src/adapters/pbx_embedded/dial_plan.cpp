#include "adapters/pbx_embedded/dial_plan.hpp"

#include "sip/message/message.hpp"

namespace vss::pbx_embedded {
namespace {
// A contact of a 302 may be followed once, when it names the number that was dialled at another port of the
// host that sent it.
constexpr int kMaxRedirects = 1;

sip::Target UdpTo(const sip::Endpoint& address) {
  return {{.transport = sip::Transport::kUdp, .remote = address}};
}
}  // namespace

std::string DialPlan::AorOf(const std::string& user) const {
  return fmt::format("sip:{}@{}", user, settings_.domain);
}

bool DialPlan::IsOurs(std::string_view number) const {
  const auto digits = [](std::string_view text) { return text.starts_with('+') ? text.substr(1) : text; };
  if (!settings_.provider || settings_.provider->user.empty()) return false;
  return digits(number) == digits(settings_.provider->user);
}

sip::NumberLeg DialPlan::ToProvider(const sip::Endpoint& address, const std::string& callee,
                                    const std::string& caller_id, int line) const {
  const Provider& provider = *settings_.provider;
  const std::string& domain = provider.domain.empty() ? provider.host : provider.domain;
  const std::string own = provider.user.empty() ? std::to_string(line) : provider.user;
  sip::NumberLeg leg{
      .target = UdpTo(address),
      .request_uri = fmt::format("sip:{}@{}", callee, domain),
      .from = fmt::format("<sip:{}@{}>", caller_id.empty() ? own : caller_id, domain),
      .to = fmt::format("<sip:{}@{}>", callee, domain),
      .headers = {},
      .account = std::nullopt,
      .max_redirects = kMaxRedirects,
      // RFC 3261 §12.2.1.1: a provider's proxies and media gateways are where its Record-Route and Contact
      // say. It is not a stranger: it takes our calls.
      .in_dialog_path = sip::InDialogPath::kDialog,
      .trunk = sip::TrunkUse::kPlace,
      .media = sip::MediaPeerKind::kProvider,
  };
  // RFC 3325: providers take the caller's number from here and check that it is ours.
  if (!caller_id.empty()) {
    leg.headers.emplace_back("P-Asserted-Identity", fmt::format("<sip:{}@{}>", caller_id, domain));
  }
  if (!provider.user.empty())
    leg.account = sip::Account{.username = provider.user, .password = provider.password};
  return leg;
}

sip::NumberLeg DialPlan::ToExchange(const sip::Endpoint& exchange, const std::string& callee,
                                    const std::string& caller) const {
  return {
      .target = UdpTo(exchange),
      .request_uri = fmt::format("sip:{}@{}", callee, exchange.str()),
      .from = fmt::format("<sip:{}@{}>", caller, settings_.domain),
      .to = fmt::format("<sip:{}@{}>", callee, settings_.domain),
      .headers = {},
      .account = std::nullopt,
      .max_redirects = kMaxRedirects,
  };
}

bool IsServiceNumber(std::string_view number) {
  const auto value = number.size() == 4 ? sip::ParseNumber(number) : std::nullopt;
  return value && *value >= 9001 && *value <= 9999;
}
}  // namespace vss::pbx_embedded
