#include "backup_schedule.hpp"

#include "backups.hpp"
#include "base/log.hpp"

namespace vss {

void BackupSchedule::Start(TaskScope& scope) {
  if (config_.backup_every.count() == 0) return;
  scope.Every("backup schedule", std::chrono::minutes(1), [this] { return BackUpWhenDue(); });
}

Task<void> BackupSchedule::BackUpWhenDue() {
  co_await files_.Run([this] {
    const std::filesystem::path folder = BackupFolder(config_);
    const auto newest = sql::NewestBackup(folder);
    if (newest && clock_.Now() - *newest < config_.backup_every) return;
    const sql::BackupManifest made = BackUp(config_, folder, clock_);
    log::Info("DB", "saved the database", {{"file", made.file}, {"bytes", made.bytes}});
    for (const auto& old : sql::RemoveOldBackups(folder, static_cast<std::size_t>(config_.backup_keep))) {
      log::Info("DB", "removed an old backup", {{"file", old.filename().string()}});
    }
  });
}
}  // namespace vss
