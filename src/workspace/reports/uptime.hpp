#pragma once
#include "base/async/task_scope.hpp"
#include "base/clock.hpp"
#include "workspace/reports/ports/store.hpp"

namespace vss::reports {

/// Writes down every few seconds that the platform runs. Lives on the HTTP loop.
class Uptime {
 public:
  Uptime(Store<Transaction>& store, const Clock& clock) : store_(store), clock_(clock) {}
  void Start(TaskScope& scope);
  Task<void> Note();

 private:
  Store<Transaction>& store_;
  const Clock& clock_;
  const Instant started_ = clock_.Now();
};
}  // namespace vss::reports
