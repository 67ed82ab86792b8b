#include "sip/dialog/dialog.hpp"

#include <algorithm>

namespace vss::sip {
namespace {
std::vector<std::string> RecordRoutes(const Message& message) {
  std::vector<std::string> routes;
  for (const Header& header : message.headers()) {
    if (header.id != HeaderId::kRecordRoute) continue;
    std::string_view list = header.value, element;
    while (routes.size() < Dialog::kMaxRoutes && NextElement(list, element)) routes.emplace_back(element);
  }
  return routes;
}

std::string NameAddr(std::string_view uri) { return "<" + std::string(uri) + ">"; }

std::string_view UriOf(const std::string& route) {
  const auto address = ParseAddress(route);
  return address ? address->uri_text : std::string_view();
}
}  // namespace

std::optional<std::string_view> ContactUri(const Message& message) {
  std::string_view list = message.Find(HeaderId::kContact), element;
  if (!NextElement(list, element)) return std::nullopt;
  const auto address = ParseAddress(element);
  if (!address || address->uri.host.empty()) return std::nullopt;
  if (!EqualNoCase(address->uri.scheme, "sip") && !EqualNoCase(address->uri.scheme, "sips"))
    return std::nullopt;
  return address->uri_text;
}

bool HasOneContact(const Message& request) {
  Elements contacts(request, HeaderId::kContact);
  std::string_view contact, another;
  return contacts.Next(contact) && !contacts.Next(another) && ContactUri(request).has_value();
}

Dialog Dialog::AsClient(const Message& response, std::string local, std::string_view request_uri) {
  Dialog dialog;
  dialog.call_id_ = response.call_id;
  dialog.local_tag_ = response.from.tag;
  dialog.remote_tag_ = response.to.tag;
  dialog.local_ = std::move(local);
  dialog.remote_uri_ = response.to.uri_text;
  dialog.remote_ = NameAddr(response.to.uri_text);
  dialog.remote_target_ = request_uri;
  dialog.RefreshTarget(response);
  dialog.routes_ = RecordRoutes(response);
  std::ranges::reverse(dialog.routes_);  // §12.1.2: the last Record-Route is nearest to us
  dialog.local_cseq_ = response.cseq.number;
  return dialog;
}

Dialog Dialog::AsServer(const Message& invite, std::string local_tag) {
  Dialog dialog;
  dialog.call_id_ = invite.call_id;
  dialog.local_tag_ = std::move(local_tag);
  dialog.remote_tag_ = invite.from.tag;
  dialog.local_ = NameAddr(invite.to.uri_text);
  dialog.remote_uri_ = invite.from.uri_text;
  dialog.remote_ = NameAddr(invite.from.uri_text);
  dialog.remote_target_ = invite.from.uri_text;
  dialog.RefreshTarget(invite);
  dialog.routes_ = RecordRoutes(invite);
  dialog.remote_cseq_ = invite.cseq.number;
  return dialog;
}

bool Dialog::Matches(const Message& request) const {
  return request.call_id == call_id_ && request.to.tag == local_tag_ && request.from.tag == remote_tag_;
}

Dialog::Order Dialog::TakeCSeq(std::uint32_t number) {
  if (remote_cseq_ && number <= *remote_cseq_) return Order::kOutOfOrder;
  remote_cseq_ = number;
  return Order::kNext;
}

void Dialog::RefreshTarget(const Message& message) {
  const auto uri = ContactUri(message);
  if (!uri) return;
  remote_target_ = *uri;
  peer_named_target_ = true;
}

bool Dialog::StrictRouted() const {
  if (routes_.empty()) return false;
  const auto address = ParseAddress(routes_.front());
  return address && !FindParam(address->uri.params, "lr");
}

std::string Dialog::RequestUri() const {
  return StrictRouted() ? std::string(UriOf(routes_.front())) : remote_target_;
}

std::string_view Dialog::NextHop() const {
  if (!routes_.empty()) return UriOf(routes_.front());
  return peer_named_target_ ? std::string_view(remote_target_) : std::string_view();
}

Writer Dialog::Request(Method method, std::uint32_t cseq) const {
  // §12.2.1.1: a strict router finds its own URI in the Request-Line and the remote target as the last Route.
  const bool strict = StrictRouted();
  Writer writer = Writer::Request(method, RequestUri());
  for (std::size_t i = strict ? 1 : 0; i < routes_.size(); ++i) writer.Add("Route", routes_[i]);
  if (strict) writer.Add("Route", NameAddr(remote_target_));
  writer.Add("Max-Forwards", std::uint64_t{70});
  writer.Add("From", local_ + ";tag=" + local_tag_);
  writer.Add("To", remote_tag_.empty() ? remote_ : remote_ + ";tag=" + remote_tag_);
  writer.Add("Call-ID", call_id_);
  writer.Add("CSeq", std::to_string(cseq) + " " + std::string(ToString(method)));
  return writer;
}
}  // namespace vss::sip
