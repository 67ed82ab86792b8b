#include "open_database.hpp"

#include "adapters/storage_postgres/postgres_database.hpp"
#include "adapters/storage_sql/migrations.hpp"
#include "adapters/storage_sqlite/sqlite_database.hpp"
#include "backups.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/log.hpp"
#include "exit_code.hpp"

namespace vss {
namespace {
std::string Reason(const Error& error) {
  return error.internal().empty() ? error.message() : error.internal();
}
}  // namespace

std::filesystem::path SqliteFile(const Config& config) { return config.data_dir / "vss.db"; }

std::unique_ptr<sql::Database> OpenDatabase(const Config& config) {
  try {
    if (!config.postgres_url.empty()) {
      return std::make_unique<postgres::PostgresDatabase>(
          postgres::Options{.connection = {.url = config.postgres_url}});
    }
    MakePrivateFolder(config.data_dir);
    return std::make_unique<sqlite::SqliteDatabase>(sqlite::Options{.path = SqliteFile(config)});
  } catch (const Error& error) {
    throw DatabaseUnusable(Reason(error));
  }
}

void RequireDatabase(const Config& config) {
  std::error_code failure;
  if (!config.postgres_url.empty() || std::filesystem::exists(SqliteFile(config), failure)) return;
  throw DatabaseUnusable(
      fmt::format("there is no database in {}; VSS_DATA_DIR names the centre's folder",
                  std::filesystem::absolute(config.data_dir, failure).lexically_normal().string()));
}

std::vector<sql::Migration> BringUpToDate(sql::Database& database, const Config& config, const Clock& clock,
                                          MigrationBackup backup) {
  const auto save = [&](const sql::MigrationPlan& plan) {
    if (backup == MigrationBackup::kNone) return;
    try {
      const auto made = BackUp(config, BackupFolder(config), clock);
      log::Info("DB", "saved the database before migrating", {{"file", made.file}, {"schema", plan.current}});
    } catch (const Error& error) {
      throw DatabaseUnusable(fmt::format(
          "no backup before migrating: {}; `vss migrate --no-backup` goes on without one", Reason(error)));
    }
  };
  try {
    return sql::Migrate(database, sql::MigrationsFor(database.dialect()), {.clock = clock, .before = save});
  } catch (const Error& error) {
    throw DatabaseUnusable(Reason(error));
  }
}
}  // namespace vss
