#pragma once
#include <chrono>
#include <map>
#include <string>

#include "base/clock.hpp"
#include "sip/transport/flow.hpp"

namespace vss::pbx_embedded {

/// Which address of ours a peer reaches: what SDP, Contact and Via say to it. On this machine loopback;
/// beyond private networks `external_ip` when it is set; else the address we listen on, else the one that the
/// kernel would send from.
std::string LocalAddressFor(const boost::asio::ip::address& peer, const boost::asio::ip::address& bind,
                            const std::string& external_ip);

/// Remembers what LocalAddressFor() said, so that a call costs no socket: for a minute, since addresses come
/// and go with DHCP and tunnels, and of a bounded number of peers. One thread.
class LocalAddresses {
 public:
  static constexpr std::size_t kMaxPeers = 4096;  ///< then all are asked for anew
  static constexpr std::chrono::seconds kKeep{60};

  LocalAddresses(const Clock& clock, boost::asio::ip::address bind, std::string external_ip)
      : clock_(clock), bind_(std::move(bind)), external_ip_(std::move(external_ip)) {}

  std::string Towards(const boost::asio::ip::address& peer);
  std::size_t size() const { return known_.size(); }

 private:
  struct Known {
    std::string address;
    Steady until;
  };
  const Clock& clock_;
  const boost::asio::ip::address bind_;
  const std::string external_ip_;
  std::map<boost::asio::ip::address, Known> known_;
};

/// Where a listener on `bind` is reached from this machine.
boost::asio::ip::address LoopbackOf(const boost::asio::ip::address& bind);
}  // namespace vss::pbx_embedded
