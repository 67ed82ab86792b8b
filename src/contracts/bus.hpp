#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/async/task.hpp"
#include "contracts/journal.hpp"

namespace vss {

/// The topic exchange `vss.events` (domain.md, Messages). Delivery is at least once and in order per
/// subscriber, so a handler is idempotent on Event::id. Used on the loop of its service.
class Bus {
 public:
  using Handler = std::function<Task<void>(const std::vector<Event>&)>;

  virtual ~Bus() = default;
  /// Calls `handler` with every event whose routing key matches `pattern`: words between dots, `*` for
  /// exactly one word, `#` for any number of them (AMQP 0-9-1 §3.1.3.3). A handler that throws gets the same
  /// events again. Subscriptions are made at start and last as long as the bus; `name` is for logs and
  /// metrics.
  virtual void Subscribe(std::string name, std::string pattern, Handler handler) = 0;
  /// Resolves when the bus has taken responsibility for all of `events`: when every handler is done with them
  /// (memory), or the broker confirmed them. Throws Error(kServiceUnavailable) when the bus is full or away.
  virtual Task<void> Publish(const std::vector<Event>& events) = 0;
};
}  // namespace vss
