#pragma once
#include "base/async/blocking_pool.hpp"
#include "base/async/task_scope.hpp"
#include "base/clock.hpp"
#include "base/config/config.hpp"

namespace vss {

/// VSS_BACKUP_EVERY and VSS_BACKUP_KEEP: the server backs itself up. It looks once a minute how old the
/// newest backup is, so that a restart neither skips one nor makes one too many. Lives on the HTTP loop.
class BackupSchedule {
 public:
  BackupSchedule(const Config& config, const Clock& clock) : config_(config), clock_(clock) {}
  /// Does nothing when VSS_BACKUP_EVERY is off.
  void Start(TaskScope& scope);

 private:
  Task<void> BackUpWhenDue();

  const Config& config_;
  const Clock& clock_;
  BlockingPool files_{"backup", 1, 1};
};
}  // namespace vss
