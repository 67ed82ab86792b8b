#pragma once
#include <array>
#include <string>

#include "base/random.hpp"
#include "sip/shard/identifiers.hpp"
#include "sip/transaction/scheduler.hpp"
#include "sip/transaction/stack.hpp"

namespace vss::sip {

/// Gives the memory back, which assigning an empty string does not.
inline void Release(std::string& text) { std::string().swap(text); }

/// What client and server transactions share: the way out, the timers, the numbers. Owned by the stack.
struct Wire {
  Wire(boost::asio::io_context& io, const Clock& clock, Random& random_source, StackSettings stack_settings,
       std::function<void(const TimerEvent&)> on_timer)
      : settings(std::move(stack_settings)),
        sent_by(settings.sent_by, settings.sent_by_for),
        random(random_source),
        scheduler(io, clock, std::move(on_timer)) {}

  /// kFailed also for a transport that this stack does not have.
  SendResult Send(const Flow& flow, std::string bytes) {
    TransportPort* port = ports[static_cast<std::size_t>(flow.transport)];
    if (port == nullptr) return SendResult::kFailed;
    ++counters.sent;
    return port->Send(flow, std::move(bytes));
  }

  /// Timers B, D, F, H, J, L and M.
  std::chrono::milliseconds limit() const { return 64 * settings.t1; }

  StackSettings settings;
  SentBy sent_by;
  Random& random;
  Scheduler scheduler;
  Stack::Counters counters;
  ServerUser* server_user = nullptr;
  std::array<TransportPort*, 5> ports{};  ///< by Transport
};
}  // namespace vss::sip
