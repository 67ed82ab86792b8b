#pragma once
#include <filesystem>

#include "adapters/storage_sql/backup.hpp"
#include "base/config/config.hpp"

namespace vss {

/// Where backups go when nothing else is asked for: VSS_DATA_DIR/backups.
std::filesystem::path BackupFolder(const Config& config);

/// Saves the configured database into `folder` while it is in use. Throws Error(kServiceUnavailable).
sql::BackupManifest BackUp(const Config& config, const std::filesystem::path& folder, const Clock& clock);

enum class Overwrite { kRefuse, kAllow };
/// Verifies `file` and puts it in the place of the configured database. Throws AlreadyRunning while a server
/// has the data directory, Error(kConflict) when the backup does not fit or there is a database and
/// `overwrite` does not allow.
sql::BackupManifest RestoreBackup(const Config& config, const std::filesystem::path& file,
                                  Overwrite overwrite, const Clock& clock);
}  // namespace vss
