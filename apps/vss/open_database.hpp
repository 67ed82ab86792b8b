#pragma once
#include <filesystem>
#include <memory>

#include "adapters/storage_sql/migrations.hpp"
#include "base/config/config.hpp"

namespace vss {

/// Where the embedded database is when POSTGRES_URL is not set.
std::filesystem::path SqliteFile(const Config& config);

/// Opens the database that the configuration chooses (POSTGRES_URL, or else SQLite in VSS_DATA_DIR) as it is.
/// Throws DatabaseUnusable.
std::unique_ptr<sql::Database> OpenDatabase(const Config& config);

/// For what looks at a centre and must not make one: throws DatabaseUnusable when SQLite is chosen and its
/// file is not there.
void RequireDatabase(const Config& config);

enum class MigrationBackup { kFirst, kNone };
/// Brings the schema up to this binary's, after a backup when there is something to lose; logs what it did
/// and returns it. Throws DatabaseUnusable when the schema is newer than the binary, a migration was changed,
/// or the backup failed.
std::vector<sql::Migration> BringUpToDate(sql::Database& database, const Config& config, const Clock& clock,
                                          MigrationBackup backup = MigrationBackup::kFirst);
}  // namespace vss
