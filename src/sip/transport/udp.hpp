#pragma once
#include <boost/asio/ip/udp.hpp>
#include <expected>
#include <memory>

#include "sip/transport/flow.hpp"

namespace vss::sip {

/// SIP over UDP (RFC 3261 §18): one socket, read in batches of up to 32 datagrams (recvmmsg). SO_REUSEPORT,
/// so each shard binds the same port and the kernel spreads the peers. On its loop's thread.
class UdpTransport final : public TransportPort {
 public:
  struct Settings {
    Endpoint local;  ///< port 0: the kernel picks one
    std::uint16_t shard = 0;
    int buffer_bytes = 8 << 20;  ///< receive and send; a warning is logged when the kernel's cap is lower
  };
  struct Counters {
    std::uint64_t received = 0, sent = 0, send_failures = 0, truncated = 0;
    std::uint64_t kernel_drops = 0;  ///< SO_RXQ_OVFL: came while the receive queue was full
  };

  /// The error says what could not be done, for the operator.
  static std::expected<std::unique_ptr<UdpTransport>, std::string> Open(boost::asio::io_context& io,
                                                                        const Settings& settings,
                                                                        TransportReceiver& receiver);
  ~UdpTransport() override;

  SendResult Send(const Flow& flow, std::string bytes) override;
  void Close() override;

  const Endpoint& local() const { return local_; }
  const Counters& counters() const { return counters_; }

 private:
  struct Batch;
  UdpTransport(boost::asio::io_context& io, std::uint16_t shard, TransportReceiver& receiver);
  void Wait();
  void Read();

  boost::asio::ip::udp::socket socket_;
  TransportReceiver& receiver_;
  std::uint16_t shard_;
  Endpoint local_;
  Counters counters_;
  std::unique_ptr<Batch> batch_;
  std::shared_ptr<UdpTransport*> self_;  // what the wait for the socket holds weakly
};
}  // namespace vss::sip
