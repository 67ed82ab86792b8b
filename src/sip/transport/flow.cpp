#include "sip/transport/flow.hpp"

#include <fmt/format.h>

namespace vss::sip {

std::string_view ToString(Transport transport) {
  switch (transport) {
    case Transport::kUdp:
      return "UDP";
    case Transport::kTcp:
      return "TCP";
    case Transport::kTls:
      return "TLS";
    case Transport::kWs:
      return "WS";
    case Transport::kWss:
      return "WSS";
  }
  return "UDP";
}

std::string Endpoint::str() const {
  const auto text = address.to_string();
  return address.is_v6() ? fmt::format("[{}]:{}", text, port) : fmt::format("{}:{}", text, port);
}
}  // namespace vss::sip
