#pragma once
#include <filesystem>
#include <memory>

#include "adapters/storage_sql/database.hpp"
#include "base/config/config.hpp"

namespace vss {

/// Where the embedded database is when POSTGRES_URL is not set.
std::filesystem::path SqliteFile(const Config& config);

/// Opens the database that the configuration chooses (POSTGRES_URL, or else SQLite in VSS_DATA_DIR) as it is.
/// Throws DatabaseUnusable.
std::unique_ptr<sql::Database> OpenDatabase(const Config& config);

/// Brings the schema up to this binary's, after a backup when there is something to lose; logs what it did.
/// Throws DatabaseUnusable when the schema is newer than the binary or a migration was changed.
void BringUpToDate(sql::Database& database, const Config& config, const Clock& clock);
}  // namespace vss
