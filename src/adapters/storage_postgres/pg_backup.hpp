#pragma once
#include <filesystem>

#include "adapters/storage_postgres/pg_connection.hpp"
#include "adapters/storage_sql/backup.hpp"

namespace vss::postgres {

/// Runs pg_dump (custom format) on the snapshot that is described in the result, while the database is in
/// use. Throws Error(kServiceUnavailable) when pg_dump is missing or fails.
sql::Contents Backup(const ConnectionOptions& options, const std::filesystem::path& target);

/// True when the database has tables.
bool HasTables(const ConnectionOptions& options);

/// Replaces all tables by those of a verified backup, in one transaction, and compares them with the
/// manifest.
void Restore(const ConnectionOptions& options, const std::filesystem::path& backup,
             const sql::BackupManifest& manifest);
}  // namespace vss::postgres
