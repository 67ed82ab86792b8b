#include "sip/edge/admission.hpp"

#include "sip/edge/peek.hpp"
#include "sip/shard/identifiers.hpp"

namespace vss::sip {
namespace {

bool ContainsNoCase(std::string_view text, std::string_view lower_case_part) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a | 0x20 : a) == b; };
  return std::search(text.begin(), text.end(), lower_case_part.begin(), lower_case_part.end(), same) !=
         text.end();
}
}  // namespace

Admission::Admission(const Clock& clock, Random& random, Settings settings)
    : clock_(clock),
      settings_(std::move(settings)),
      sources_(settings_.limits, KeyedHash{RandomNumber(random), RandomNumber(random)}),
      known_(settings_.known, KeyedHash{RandomNumber(random), RandomNumber(random)}),
      provider_sources_(settings_.provider, KeyedHash{RandomNumber(random), RandomNumber(random)}) {}

void Admission::SetProvider(std::vector<boost::asio::ip::address> addresses) {
  if (addresses.size() > kMaxProviderAddresses) addresses.resize(kMaxProviderAddresses);
  provider_ = std::move(addresses);
}

void Admission::OnBytes(const Flow& flow, std::string_view bytes) {
  const bool exempt = IsExempt(flow.remote.address) || IsProvider(flow.remote.address);
  const auto now = Now();
  if (!exempt && sources_.At(flow.remote.address, now).banned_until > now &&
      !settings_.is_registered(flow.remote)) {
    ++counters_.banned;
    return;
  }
  const Peek peek = PeekAt(bytes);
  if (peek.kind == Peek::Kind::kKeepAlive) {
    ++counters_.keep_alives;
  } else if (peek.kind == Peek::Kind::kGarbage) {
    ++counters_.garbage;
  } else if (exempt ? AdmitsExempt(peek) && AdmitsProvider(flow) : Admits(flow, peek)) {
    ++counters_.passed;
    next_->OnBytes(flow, bytes);
  }
}

/// Nobody there is banned or slowed down, but a scanner gets no answer either.
bool Admission::AdmitsExempt(const Peek& peek) {
  if (peek.kind == Peek::Kind::kResponse || !IsScanner(peek.user_agent)) return true;
  ++counters_.scanners;
  return false;
}

/// Whoever is not the provider passes. Its responses count, too: a storm of them costs as much.
bool Admission::AdmitsProvider(const Flow& flow) {
  if (!IsProvider(flow.remote.address)) return true;
  const auto now = Now();
  if (provider_sources_.TakeToken(provider_sources_.At(flow.remote.address, now), now)) return true;
  ++counters_.rate_limited;
  return false;
}

/// Responses pass: they find a transaction that we began, or nothing.
bool Admission::Admits(const Flow& flow, const Peek& peek) {
  if (peek.kind == Peek::Kind::kResponse) return true;
  const auto now = Now();
  const bool within_rate = WithinRate(flow, now);
  if (IsScanner(peek.user_agent)) {
    ++counters_.scanners;
    if (!within_rate || !settings_.has_registration(flow.remote.address)) Ban(flow, now);
    return false;
  }
  if (!within_rate) ++counters_.rate_limited;
  return within_rate;
}

/// A connection and a registered phone have a limit of their own, which no datagram of others touches.
bool Admission::WithinRate(const Flow& flow, std::chrono::milliseconds now) {
  const auto& [address, port] = flow.remote;
  if (IsReliable(flow.transport)) return known_.TakeToken(known_.At(address, now), now);
  if (sources_.TakeToken(sources_.At(address, now), now)) return true;
  return settings_.is_registered(flow.remote) && known_.TakeToken(known_.At(address, port, now), now);
}

void Admission::Ban(const Flow& flow, std::chrono::milliseconds now) {
  if (!IsReliable(flow.transport)) return;
  sources_.At(flow.remote.address, now).banned_until = now + settings_.ban;
  ++counters_.bans;
}

// Our own softphones and the test exchange call from 127.0.0.1; the rest of 127/8 is as foreign as anybody.
bool Admission::IsExempt(const boost::asio::ip::address& address) const {
  static const auto kOurs = boost::asio::ip::make_address("127.0.0.1");
  return address == kOurs || std::ranges::find(settings_.exempt, address) != settings_.exempt.end();
}

// On this machine the provider is a test's, and calls through one address with the softphones.
bool Admission::IsProvider(const boost::asio::ip::address& address) const {
  return !IsExempt(address) && std::ranges::find(provider_, address) != provider_.end();
}

std::chrono::milliseconds Admission::Now() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(clock_.SteadyNow().time_since_epoch());
}

bool Admission::IsScanner(std::string_view user_agent) const {
  if (user_agent.empty()) return false;
  return std::ranges::any_of(settings_.scanners,
                             [&](const std::string& name) { return ContainsNoCase(user_agent, name); });
}

Admission::Counters Admission::counters() const {
  Counters counters = counters_;
  counters.sources = sources_.size();
  return counters;
}
}  // namespace vss::sip
