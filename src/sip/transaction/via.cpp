#include "sip/transaction/via.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/address.hpp>

namespace vss::sip {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

/// Cuts at the first ';' outside quotes.
std::string_view TakeParam(std::string_view& rest) {
  bool quoted = false;
  std::size_t at = 0;
  for (; at < rest.size() && (quoted || rest[at] != ';'); ++at) {
    if (rest[at] == '"') quoted = !quoted;
    if (rest[at] == '\\' && quoted) ++at;
  }
  at = std::min(at, rest.size());
  const std::string_view param = rest.substr(0, at);
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return param;
}

bool NamesSource(std::string_view param) {
  const std::string_view name = Trim(param.substr(0, param.find('=')));
  return EqualNoCase(name, "received") || EqualNoCase(name, "rport");
}

bool HostIs(std::string_view host, const boost::asio::ip::address& address) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  boost::system::error_code error;
  const auto parsed = boost::asio::ip::make_address(std::string(host), error);
  return !error && parsed == address;
}
}  // namespace

std::string WithVia(std::string_view message, Transport transport, std::string_view sent_by,
                    std::string_view branch) {
  const std::size_t line_end = message.find("\r\n");
  const std::size_t at = line_end == std::string_view::npos ? message.size() : line_end + 2;
  return fmt::format("{}Via: SIP/2.0/{} {};branch={};rport\r\n{}", message.substr(0, at), ToString(transport),
                     sent_by, branch, message.substr(at));
}

std::optional<std::string> WithSource(const Message& request, const Endpoint& source) {
  const Via& via = request.via;
  if (!via.has_rport && via.received.empty() && HostIs(via.host, source.address)) return std::nullopt;
  std::string_view list = request.Find(HeaderId::kVia);
  std::string_view element;
  if (!NextElement(list, element)) return std::nullopt;
  std::string_view rest = element;
  std::string rewritten(Trim(TakeParam(rest)));
  while (!rest.empty()) {
    const std::string_view param = TakeParam(rest);
    if (!NamesSource(param)) fmt::format_to(std::back_inserter(rewritten), ";{}", Trim(param));
  }
  fmt::format_to(std::back_inserter(rewritten), ";received={}", source.address.to_string());
  if (via.has_rport) fmt::format_to(std::back_inserter(rewritten), ";rport={}", source.port);
  const auto begin = static_cast<std::size_t>(element.data() - request.bytes.data());
  return fmt::format("{}{}{}", request.bytes.substr(0, begin), rewritten,
                     request.bytes.substr(begin + element.size()));
}

Flow ResponseFlow(const Message& request, const Flow& flow) {
  const bool by_via = !IsReliable(flow.transport) && !request.via.has_rport;
  return by_via ? FallbackFlow(request, flow) : flow;
}

Flow FallbackFlow(const Message& request, const Flow& flow) {
  Flow target = flow;
  target.connection = 0;
  target.remote.port = request.via.port != 0 ? request.via.port : kDefaultPort;
  return target;
}
}  // namespace vss::sip
