#pragma once
#include <string>

#include "adapters/storage_postgres/pg_connection.hpp"
#include "adapters/storage_sql/threaded_database.hpp"

namespace vss::postgres {

struct Options {
  ConnectionOptions connection;
  sql::PoolOptions pool;
  std::chrono::milliseconds startup_wait{
      10'000};  ///< a server that starts together with us may need a moment
};

/// PostgreSQL 15 or newer: one writer connection in pipeline mode that groups commits, and a few readers.
/// While the server is away every call answers Error(kServiceUnavailable) at once; the workers reconnect by
/// themselves.
class PostgresDatabase final : public sql::ThreadedDatabase {
 public:
  /// Throws Error(kServiceUnavailable) that says why when the server cannot be used within the start-up wait.
  explicit PostgresDatabase(const Options& options);
  ~PostgresDatabase() override { Stop(); }

  sql::Dialect dialect() const override { return sql::Dialect::kPostgres; }
  std::string version() const override { return "PostgreSQL " + server_version_; }

 private:
  std::string server_version_;
};
}  // namespace vss::postgres
