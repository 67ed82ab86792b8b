#pragma once
#include <expected>
#include <memory>
#include <optional>

#include "sip/transaction/transaction_stack.hpp"
#include "sip/transport/receiver_filter.hpp"
#include "sip/transport/tcp.hpp"
#include "sip/transport/udp.hpp"

namespace vss::sip {

/// A stack with its sockets. Everything on its loop's thread.
class BoundStack {
 public:
  struct Settings {
    StackSettings stack;  ///< sent_by empty: the UDP socket's own address and port
    Endpoint local;       ///< port 0: the kernel picks one, free for all that is opened
    enum class Tcp : std::uint8_t { kNone, kSamePort } tcp = Tcp::kNone;
    UdpTransport::Settings udp;  ///< local and shard are set from above
    TcpTransport::Settings tcp_limits;
  };

  /// All outlive the stack. `filters` stand before the stack, the outermost first. The error is for the
  /// operator.
  static std::expected<std::unique_ptr<BoundStack>, std::string> Open(
      boost::asio::io_context& io, const Clock& clock, Random& random, Settings settings,
      const std::vector<ReceiverFilter*>& filters = {});
  ~BoundStack() { Close(); }

  TransactionStack& stack() { return stack_; }
  const Endpoint& local() const { return udp_->local(); }
  const UdpTransport& udp() const { return *udp_; }
  UdpTransport& udp() { return *udp_; }
  TcpTransport* tcp() { return tcp_.get(); }  ///< null when it has none
  /// Closes the sockets; the stack still runs its timers.
  void Close();

 private:
  static std::expected<std::unique_ptr<BoundStack>, std::string> OpenOnce(
      boost::asio::io_context& io, const Clock& clock, Random& random, Settings settings,
      const std::vector<ReceiverFilter*>& filters);
  BoundStack(boost::asio::io_context& io, const Clock& clock, Random& random, const StackSettings& settings)
      : stack_(io, clock, random, settings) {}

  TransactionStack stack_;
  std::unique_ptr<UdpTransport> udp_;
  std::unique_ptr<TcpTransport> tcp_;
};
}  // namespace vss::sip
