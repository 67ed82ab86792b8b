#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "base/async/loop.hpp"
#include "base/metrics.hpp"
#include "contracts/bus.hpp"

namespace vss::bus_memory {

/// How a handler that throws is tried again.
struct RetryPolicy {
  int max_attempts = 5;  ///< then the batch is taken apart, and what still fails alone is given up
  std::chrono::milliseconds first_delay{50}, longest_delay{5000};  ///< doubles in between
  std::size_t max_events_in_flight = 10'000;
};

/// The bus of a single process. It keeps nothing: the outbox table does, and Publish resolves only when every
/// subscriber has handled its events, so what a crash interrupts is published again. A subscriber that fails
/// is retried after the others had their turn. When its own dependency is away (Error(kServiceUnavailable))
/// that goes on until it is back; an event that fails for another reason is given up after `max_attempts`,
/// logged and counted, so that one poisonous event does not hold up the rest. On its loop only; owns nothing
/// running.
class MemoryBus final : public Bus {
 public:
  using Sleep = std::function<Task<void>(std::chrono::milliseconds)>;

  explicit MemoryBus(
      Metrics& metrics, RetryPolicy policy = {},
      Sleep sleep = [](std::chrono::milliseconds delay) { return SleepFor(delay); });

  void Subscribe(std::string name, std::string pattern, Handler handler) override;
  Task<void> Publish(const std::vector<Event>& events) override;

 private:
  struct Subscriber {
    std::string name, pattern;
    Handler handler;
    prometheus::Counter *delivered, *retried, *given_up;
  };
  struct Delivery {
    Subscriber* to;
    std::vector<Event> events;
    int failures = 0;
  };
  enum class Outcome { kHandled, kFailed, kUnavailable };

  std::vector<Delivery> DeliveriesOf(const std::vector<Event>& events);
  Task<void> DeliverAll(std::vector<Delivery> open);
  Task<Outcome> Try(const Delivery& delivery);
  void Requeue(Delivery delivery, Outcome outcome, std::vector<Delivery>& again);
  std::chrono::milliseconds DelayAfter(int rounds) const;

  Metrics& metrics_;
  RetryPolicy policy_;
  Sleep sleep_;
  std::vector<std::unique_ptr<Subscriber>> subscribers_;
  std::size_t in_flight_ = 0;
};
}  // namespace vss::bus_memory
