#include "sip/dialog/next_hop.hpp"

namespace vss::sip {

std::optional<Endpoint> LiteralEndpoint(const Uri& uri) {
  std::string_view host = uri.host;
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  boost::system::error_code failed;
  const auto address = boost::asio::ip::make_address(host, failed);
  if (failed || address.is_unspecified() || address.is_multicast()) return std::nullopt;
  return Endpoint{address, uri.port != 0 ? uri.port : std::uint16_t{5060}};
}

Flow Towards(const Flow& base, const Endpoint& endpoint) {
  if (base.remote == endpoint) return base;
  Flow flow = base;
  flow.remote = endpoint;
  flow.connection = 0;
  return flow;
}
}  // namespace vss::sip
