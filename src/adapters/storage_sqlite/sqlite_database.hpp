#pragma once
#include <filesystem>
#include <string>

#include "adapters/storage_sql/threaded_database.hpp"

namespace vss::sqlite {

struct Options {
  std::filesystem::path path;
  sql::PoolOptions pool;
  std::chrono::milliseconds busy_timeout{5000};  ///< how long to wait for another process that writes
  std::chrono::milliseconds read_limit{10'000};  ///< a read statement that lasts longer is stopped
};

/// The default engine: one file in WAL mode, durable commits, one writer and a few readers. Other processes
/// (vss user, vss backup) may use the file at the same time.
class SqliteDatabase final : public sql::ThreadedDatabase {
 public:
  /// Opens or creates the file. Throws Error(kServiceUnavailable) that names it when it cannot be used.
  explicit SqliteDatabase(const Options& options);
  ~SqliteDatabase() override { Stop(); }

  sql::Dialect dialect() const override { return sql::Dialect::kSqlite; }
  std::string version() const override;
};
}  // namespace vss::sqlite
