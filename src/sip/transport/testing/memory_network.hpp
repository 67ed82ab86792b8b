#pragma once
#include <deque>
#include <functional>
#include <map>
#include <memory>

#include "sip/transport/flow.hpp"

namespace vss::sip::test {

/// A network without sockets: what one transport sends waits until Deliver() and then reaches the receiver at
/// its address. May lose messages. For tests with a fake clock.
class MemoryNetwork {
 public:
  struct Datagram {
    Flow from;  ///< as the receiver sees the sender
    Endpoint to;
    std::string bytes;
  };

  /// Whether the message is lost; asked for each.
  std::function<bool(const Datagram&)> drop = [](const Datagram&) { return false; };
  std::uint64_t delivered = 0, dropped = 0;

  class Port final : public TransportPort {
   public:
    Port(MemoryNetwork& network, Flow self) : network_(network), self_(self) {}
    SendResult Send(const Flow& flow, std::string bytes) override {
      if (broken) return SendResult::kFailed;
      network_.queue_.push_back({self_, flow.remote, std::move(bytes)});
      return SendResult::kSent;
    }
    void Close() override { broken = true; }
    bool broken = false;  ///< every Send fails

   private:
    MemoryNetwork& network_;
    Flow self_;
  };

  /// Gives `receiver` an address. Both live as long as the network is used.
  std::unique_ptr<Port> Attach(const Endpoint& at, Transport transport, TransportReceiver& receiver) {
    receivers_[at.str()] = &receiver;
    return std::make_unique<Port>(*this, Flow{.transport = transport, .remote = at});
  }

  /// Delivers what is on the way, and what that brings about, until nothing moves (at most `limit` messages).
  void Deliver(int limit = 10'000) {
    for (; !queue_.empty() && limit > 0; --limit) {
      const Datagram datagram = std::move(queue_.front());
      queue_.pop_front();
      const auto receiver = receivers_.find(datagram.to.str());
      if (receiver == receivers_.end() || drop(datagram)) {
        ++dropped;
        continue;
      }
      ++delivered;
      receiver->second->OnBytes(datagram.from, datagram.bytes);
    }
  }

  const std::deque<Datagram>& on_the_way() const { return queue_; }

 private:
  std::deque<Datagram> queue_;
  std::map<std::string, TransportReceiver*> receivers_;
};
}  // namespace vss::sip::test
