#include "open_database.hpp"

#include "adapters/storage_postgres/postgres_database.hpp"
#include "adapters/storage_sql/migrations.hpp"
#include "adapters/storage_sqlite/sqlite_database.hpp"
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
      return std::make_unique<postgres::PostgresDatabase>(postgres::Options{
          .connection = {.url = config.postgres_url.Reveal()}});
    }
    MakePrivateFolder(config.data_dir);
    return std::make_unique<sqlite::SqliteDatabase>(sqlite::Options{.path = SqliteFile(config)});
  } catch (const Error& error) {
    throw DatabaseUnusable(Reason(error));
  }
}

void BringUpToDate(sql::Database& database, const Config& config, const Clock& clock) {
  (void)config;
  try {
    const sql::MigrationHooks hooks{.clock = clock};
    sql::Migrate(database, sql::MigrationsFor(database.dialect()), hooks);
  } catch (const Error& error) {
    throw DatabaseUnusable(Reason(error));
  }
}
}  // namespace vss
