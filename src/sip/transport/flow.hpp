#pragma once
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace vss::sip {

enum class Transport : std::uint8_t { kUdp, kTcp, kTls, kWs, kWss };
std::string_view ToString(Transport transport);  ///< as in Via: UDP, TCP …
constexpr bool IsReliable(Transport transport) { return transport != Transport::kUdp; }

struct Endpoint {
  boost::asio::ip::address address;
  std::uint16_t port = 0;
  bool operator==(const Endpoint&) const = default;
  bool operator<(const Endpoint& other) const {
    return address != other.address ? address < other.address : port < other.port;
  }
  std::string str() const;  ///< 192.0.2.1:5060, [2001:db8::1]:5060
};

/// Where a message came from, and by which an answer goes back. A value; may outlive the connection it names,
/// sending on it then fails.
struct Flow {
  Transport transport = Transport::kUdp;
  Endpoint remote;
  std::uint64_t connection = 0;  ///< of a stream transport; 0: none, or any to `remote`
  std::uint16_t shard = 0;       ///< whose connection it is
  bool operator==(const Flow&) const = default;
};

/// What comes off a transport: whole messages as bytes, on the shard's thread.
class TransportReceiver {
 public:
  virtual ~TransportReceiver() = default;
  virtual void OnBytes(const Flow& flow, std::string_view bytes) = 0;
  /// A stream connection is gone; what was sent last on it may not have arrived.
  virtual void OnFlowClosed(const Flow& flow) = 0;
};

enum class SendResult : std::uint8_t { kSent, kFailed };

/// One kind of transport (UDP, TCP; TLS and WebSocket later). On its shard's thread.
class TransportPort {
 public:
  virtual ~TransportPort() = default;
  /// Sends one whole message. TCP connects first when there is no connection to flow.remote; a failure that
  /// shows later is told by OnFlowClosed. Never blocks; what cannot be queued within bounds fails.
  virtual SendResult Send(const Flow& flow, std::string bytes) = 0;
  virtual void Close() = 0;
};
}  // namespace vss::sip
