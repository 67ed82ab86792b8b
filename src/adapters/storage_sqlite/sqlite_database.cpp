#include "adapters/storage_sqlite/sqlite_database.hpp"

#include <sqlite3.h>

#include "adapters/storage_sqlite/sqlite_connection.hpp"
#include "base/error.hpp"

namespace vss::sqlite {
namespace {
sql::Connect Opener(const Options& options, Access access) {
  const ConnectionOptions connection{
      .path = options.path,
      .busy_timeout = options.busy_timeout,
      .statement_limit = access == Access::kRead ? options.read_limit : std::chrono::milliseconds(0)};
  return [connection, access] { return std::make_unique<SqliteConnection>(connection, access); };
}

/// The first connection; later ones fail for the same reasons or not at all.
void CheckUsable(const Options& options) {
  try {
    Opener(options, Access::kWrite)();
  } catch (const std::exception& e) {
    throw Error(ErrorCode::kServiceUnavailable,
                fmt::format("the database {} cannot be used: {}", options.path.string(), e.what()));
  }
}

const Options& Checked(const Options& options) {
  CheckUsable(options);
  return options;
}
}  // namespace

SqliteDatabase::SqliteDatabase(const Options& options)
    : ThreadedDatabase(Checked(options).pool, Opener(options, Access::kWrite),
                       Opener(options, Access::kRead)) {}

std::string SqliteDatabase::version() const { return fmt::format("SQLite {}", sqlite3_libversion()); }
}  // namespace vss::sqlite
