#include "sip/transaction/client_requests.hpp"

#include <fmt/format.h>

#include "sip/message/writer.hpp"

namespace vss::sip {
namespace {

std::string_view TopVia(const Message& message) {
  std::string_view list = message.Find(HeaderId::kVia);
  std::string_view first;
  NextElement(list, first);
  return first;
}

std::string Build(Method method, std::string_view invite, const Message* response) {
  const auto request = std::make_unique<Message>();
  if (!Parse(invite, *request) || !request->is_request) return {};
  Writer writer = Writer::Request(method, request->request_uri_text);
  writer.Add("Via", TopVia(*request)).Add("Max-Forwards", 70).Copy(*request, HeaderId::kRoute);
  writer.Copy(*request, HeaderId::kFrom).Copy(response != nullptr ? *response : *request, HeaderId::kTo);
  writer.Copy(*request, HeaderId::kCallId);
  writer.Add("CSeq", fmt::format("{} {}", request->cseq.number, ToString(method)));
  return writer.Finish();
}
}  // namespace

std::string BuildAck(std::string_view invite, const Message& response) {
  return Build(Method::kAck, invite, &response);
}

std::string BuildCancel(std::string_view invite) { return Build(Method::kCancel, invite, nullptr); }
}  // namespace vss::sip
