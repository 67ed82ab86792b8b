#include "sip/dialog/redirect.hpp"

#include <algorithm>

#include "sip/dialog/dialog.hpp"
#include "sip/dialog/next_hop.hpp"

namespace vss::sip {
namespace {
constexpr std::size_t kMaxContacts = 8;
constexpr std::uint16_t kStandardPort = 5060;  // RFC 3263 §4.2

using Preferred = std::pair<int, Redirects::Step>;

/// Behind those that are preferred at least as much.
void Insert(std::vector<Preferred>& list, Preferred entry) {
  const auto place =
      std::ranges::find_if(list, [&](const Preferred& other) { return other.first < entry.first; });
  list.insert(place, std::move(entry));
}
}  // namespace

Redirects::Redirects(const OutgoingCall& call)
    : target_(call.target),
      hosts_(call.redirect_hosts),
      left_(call.max_redirects),
      follows_(call.max_redirects > 0) {
  tried_.push_back(call.request_uri);
  if (const auto uri = ParseUri(call.request_uri)) {
    number_ = Unescape(uri->user);
    host_ = uri->host;
    port_ = uri->port;
  }
}

std::expected<Redirects::Step, RedirectVerdict> Redirects::Judge(std::string_view contact_uri) const {
  const auto uri = ParseUri(contact_uri);
  if (!uri || !EqualNoCase(uri->scheme, "sip") || !uri->headers.empty())
    return std::unexpected(RedirectVerdict::kNoContact);
  // Whoever ordered the call had its rules asked about this number, and about no other.
  if (Unescape(uri->user) != number_) return std::unexpected(RedirectVerdict::kOtherNumber);
  const bool same_name = EqualNoCase(uri->host, host_);
  if (same_name && uri->port == port_) return Step{std::string(contact_uri), target_};
  auto endpoint = LiteralEndpoint(*uri);
  if (!endpoint && same_name)
    endpoint = Endpoint{target_.flow.remote.address, uri->port != 0 ? uri->port : kStandardPort};
  if (!endpoint) return std::unexpected(RedirectVerdict::kOtherHost);
  if (hosts_ == RedirectHosts::kSameHost && endpoint->address != target_.flow.remote.address)
    return std::unexpected(RedirectVerdict::kOtherHost);
  return Step{std::string(contact_uri), Target{Towards(target_.flow, *endpoint)}};
}

bool Redirects::Tried(std::string_view uri) const {
  return std::ranges::any_of(tried_, [&](const std::string& tried) { return Equivalent(tried, uri); });
}

RedirectVerdict Redirects::WhyNot(const Message& response) const {
  if (!follows_) return RedirectVerdict::kOff;
  const auto contact = ContactUri(response);
  if (!contact) return RedirectVerdict::kNoContact;
  const auto step = Judge(*contact);
  if (!step) return step.error();
  return Tried(*contact) ? RedirectVerdict::kTried : RedirectVerdict::kTooMany;
}

void Redirects::Take(const Message& response) {
  std::vector<Preferred> found;
  for (const Header& header : response.headers()) {
    if (header.id != HeaderId::kContact) continue;
    std::string_view list = header.value, element;
    while (found.size() < kMaxContacts && NextElement(list, element)) {
      const auto address = ParseAddress(element);
      if (!address) continue;
      if (auto step = Judge(address->uri_text))
        Insert(found, {PreferenceOf(address->params), *std::move(step)});
    }
  }
  for (auto& [preference, step] : found) {
    if (waiting_.size() < kMaxContacts) waiting_.push_back(std::move(step));
  }
}

std::optional<Redirects::Step> Redirects::Next() {
  while (left_ > 0 && !waiting_.empty()) {
    Step step = std::move(waiting_.front());
    waiting_.erase(waiting_.begin());
    if (Tried(step.request_uri)) continue;
    --left_;
    tried_.push_back(step.request_uri);
    return step;
  }
  return std::nullopt;
}
}  // namespace vss::sip
