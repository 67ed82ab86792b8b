#pragma once
#include "sip/transport/framer.hpp"
#include "sip/transport/tcp.hpp"

namespace vss::sip {

/// One connection of a TcpTransport, which it must not outlive but by what the loop still holds: after
/// Close() it touches nothing of it.
class TcpConnection : public std::enable_shared_from_this<TcpConnection> {
 public:
  using Time = std::chrono::steady_clock::time_point;

  TcpConnection(TcpTransport& owner, boost::asio::ip::tcp::socket socket, Flow flow);

  void StartConnecting();
  void StartReading();
  /// False when so much waits already that the peer must be taken for dead.
  bool Write(std::string bytes);
  void Close();

  const Flow& flow() const { return flow_; }
  /// When it has to be over, if nothing happens.
  Time deadline() const { return deadline_; }
  bool connecting() const { return connecting_; }

 private:
  void Wait();
  void Read();
  bool HandOut();
  void Flush();
  void SetDeadline();

  TcpTransport* owner_;  ///< null once closed
  boost::asio::ip::tcp::socket socket_;
  Flow flow_;
  Framer framer_;
  std::string waiting_, writing_;
  bool connecting_ = false, message_begun_ = false;
  bool in_use_ = false;  ///< a message came, or we opened it to send one
  Time deadline_;
};
}  // namespace vss::sip
