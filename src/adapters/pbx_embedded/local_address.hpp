#pragma once
#include <string>

#include "sip/transport/flow.hpp"

namespace vss::pbx_embedded {

/// Which address of ours a peer reaches: what SDP, Contact and Via say to it. On this machine loopback;
/// beyond private networks `external_ip` when it is set; else the address we listen on, else the one that the
/// kernel would send from.
std::string LocalAddressFor(const boost::asio::ip::address& peer, const boost::asio::ip::address& bind,
                            const std::string& external_ip);

/// Where a listener on `bind` is reached from this machine.
boost::asio::ip::address LoopbackOf(const boost::asio::ip::address& bind);
}  // namespace vss::pbx_embedded
