#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <expected>
#include <memory>
#include <unordered_map>

#include "base/net/connection_budget.hpp"
#include "sip/transport/flow.hpp"

namespace vss::sip {

class TcpConnection;

/// SIP over TCP (RFC 3261 §18): accepts and makes connections, cuts messages out of them, keeps them while
/// they are used. Bounded: connections in total and for each address, bytes of a message, bytes that wait to
/// be written. On its loop's thread; not destroyed from inside its receiver.
class TcpTransport final : public TransportPort {
 public:
  struct Settings {
    Endpoint local;  ///< port 0: the kernel picks one
    std::uint16_t shard = 0;
    /// Shared with the transports of other shards; none: the transport has one of its own.
    std::shared_ptr<ConnectionBudget> budget;
    std::size_t max_queued_bytes = 256 << 10;  ///< for each connection; a reader slower than that is dropped
    std::chrono::milliseconds idle_timeout{std::chrono::minutes(10)};  ///< nothing came in, pings included
    std::chrono::milliseconds message_timeout{
        std::chrono::seconds(30)};  ///< for the first, and for the rest of a begun one
    std::chrono::milliseconds connect_timeout{4'000};
  };
  struct Counters {
    std::uint64_t accepted = 0, connected = 0, refused = 0, closed = 0, received = 0, sent = 0, pings = 0;
    std::uint64_t bad_framing = 0;   ///< closed for bytes that are no message
    std::uint64_t slow_readers = 0;  ///< closed for what they did not read
    std::uint64_t idle_timeouts = 0, connect_failures = 0;
    std::size_t open = 0;
  };

  static std::expected<std::unique_ptr<TcpTransport>, std::string> Open(boost::asio::io_context& io,
                                                                        const Settings& settings,
                                                                        TransportReceiver& receiver);
  ~TcpTransport() override;

  SendResult Send(const Flow& flow, std::string bytes) override;
  void Close() override;

  const Endpoint& local() const { return local_; }
  Counters counters() const;

 private:
  friend class TcpConnection;
  TcpTransport(boost::asio::io_context& io, const Settings& settings, TransportReceiver& receiver);
  void Accept();
  void OnAccepted(boost::asio::ip::tcp::socket socket);
  std::shared_ptr<TcpConnection> Connect(const Endpoint& remote);
  std::shared_ptr<TcpConnection> Find(const Flow& flow) const;
  std::shared_ptr<TcpConnection> Add(boost::asio::ip::tcp::socket socket, const Endpoint& remote);
  void Sweep();
  void Remove(TcpConnection& connection);

  boost::asio::io_context& io_;
  Settings settings_;
  TransportReceiver& receiver_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer timer_;
  bool accept_paused_ = false;  ///< no file descriptors were left
  Endpoint local_;
  Counters counters_;
  std::uint64_t last_id_ = 0;
  std::unordered_map<std::uint64_t, std::shared_ptr<TcpConnection>> connections_;
  std::unordered_multimap<std::string, std::uint64_t> by_peer_;
  std::shared_ptr<TcpTransport*> self_;  // what the wait for connections holds weakly
};
}  // namespace vss::sip
