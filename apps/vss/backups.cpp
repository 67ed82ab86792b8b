#include "backups.hpp"

#include <unistd.h>

#include "adapters/storage_postgres/pg_backup.hpp"
#include "adapters/storage_sqlite/sqlite_backup.hpp"
#include "base/error.hpp"
#include "base/instance_lock.hpp"
#include "open_database.hpp"
#include "version.hpp"

namespace vss {
namespace fs = std::filesystem;
namespace {
sql::Dialect DialectOf(const Config& config) {
  return config.postgres_url.empty() ? sql::Dialect::kSqlite : sql::Dialect::kPostgres;
}

void RestoreSqlite(const fs::path& database, const fs::path& file, const sql::BackupManifest& manifest,
                   Overwrite overwrite, const Clock& clock) {
  if (fs::exists(database) && overwrite == Overwrite::kRefuse) {
    throw Error(ErrorCode::kConflict,
                fmt::format("{} exists; --force puts the backup in its place and keeps the old one beside it",
                            database.string()));
  }
  sqlite::Restore(file, manifest, database, clock.Now());
}

void RestorePostgres(const Config& config, const fs::path& file, const sql::BackupManifest& manifest,
                     Overwrite overwrite, const Clock& clock) {
  const postgres::ConnectionOptions options{.url = config.postgres_url};
  if (postgres::HasTables(options)) {
    if (overwrite == Overwrite::kRefuse) {
      throw Error(
          ErrorCode::kConflict,
          "the PostgreSQL database has tables; --force saves them and puts the backup in their place");
    }
    BackUp(config, BackupFolder(config), clock);
  }
  postgres::Restore(options, file, manifest);
}
}  // namespace

fs::path BackupFolder(const Config& config) { return config.data_dir / "backups"; }

sql::BackupManifest BackUp(const Config& config, const fs::path& folder, const Clock& clock) {
  RequireDatabase(config);
  MakePrivateFolder(folder);
  const sql::Dialect dialect = DialectOf(config);
  const Instant now = clock.Now();
  const fs::path file = sql::NewBackupPath(folder, dialect, now);
  sql::Contents contents = dialect == sql::Dialect::kSqlite
                               ? sqlite::Backup(SqliteFile(config), file)
                               : postgres::Backup({.url = config.postgres_url}, file);
  return sql::WriteManifest(file, dialect, kVersion, now, std::move(contents));
}

sql::BackupManifest RestoreBackup(const Config& config, const fs::path& file, Overwrite overwrite,
                                  const Clock& clock) {
  const sql::Dialect dialect = DialectOf(config);
  const sql::BackupManifest manifest = sql::VerifyBackup(file, dialect);
  const InstanceLock lock(config.data_dir, {.pid = ::getpid(), .started_at = clock.Now()});
  if (dialect == sql::Dialect::kSqlite) {
    RestoreSqlite(SqliteFile(config), file, manifest, overwrite, clock);
  } else {
    RestorePostgres(config, file, manifest, overwrite, clock);
  }
  return manifest;
}
}  // namespace vss
