#include "sip/registrar/flow_text.hpp"

#include <array>

#include "sip/message/message.hpp"

namespace vss::sip {
namespace {
constexpr std::array<std::pair<Transport, std::string_view>, 5> kNames{{{Transport::kUdp, "udp"},
                                                                        {Transport::kTcp, "tcp"},
                                                                        {Transport::kTls, "tls"},
                                                                        {Transport::kWs, "ws"},
                                                                        {Transport::kWss, "wss"}}};
}

std::string FormatFlow(const Flow& flow) {
  std::string text;
  for (const auto& [transport, name] : kNames) {
    if (transport == flow.transport) text = name;
  }
  const std::string address = flow.remote.address.to_string();
  text += flow.remote.address.is_v6() ? ":[" + address + "]" : ":" + address;
  return text + ":" + std::to_string(flow.remote.port);
}

std::optional<Flow> ParseFlow(std::string_view text) {
  const auto first = text.find(':'), last = text.rfind(':');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  Flow flow;
  bool named = false;
  for (const auto& [transport, name] : kNames) {
    if (text.substr(0, first) != name) continue;
    flow.transport = transport;
    named = true;
  }
  std::string_view host = text.substr(first + 1, last - first - 1);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  const auto port = ParseNumber(text.substr(last + 1));
  boost::system::error_code failed;
  flow.remote.address = boost::asio::ip::make_address(host, failed);
  if (!named || failed || !port || *port == 0 || *port > 65'535) return std::nullopt;
  flow.remote.port = static_cast<std::uint16_t>(*port);
  return flow;
}
}  // namespace vss::sip
