#pragma once
#include <filesystem>

#include "adapters/storage_sql/backup.hpp"

namespace vss::sqlite {

/// Copies a database that may be in use into `target`, a new file of mode 0600 that needs no other file. Does
/// not hold up writers. Throws Error(kServiceUnavailable).
sql::Contents Backup(const std::filesystem::path& database, const std::filesystem::path& target);

/// Puts a verified backup in the place of `database`: checks the copy from inside (integrity, foreign keys,
/// schema, rows) before it touches anything, and keeps what was there beside it as
/// `<database>.before-restore-<stamp>`. The caller makes sure that no server runs. Throws Error(kConflict).
void Restore(const std::filesystem::path& backup, const sql::BackupManifest& manifest,
             const std::filesystem::path& database, Instant now);
}  // namespace vss::sqlite
