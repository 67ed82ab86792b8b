#pragma once
#include <filesystem>
#include <string>
#include <unordered_map>

#include "adapters/storage_sql/connection.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace vss::sqlite {

struct ConnectionOptions {
  std::filesystem::path path;
  std::chrono::milliseconds busy_timeout{5000};  ///< how long to wait for another process that writes
  std::chrono::milliseconds statement_limit{0};  ///< zero: none
};
enum class Access { kWrite, kRead };

/// A connection to one database file in WAL mode. It is durable on return of Commit (synchronous=FULL).
/// As on PostgreSQL, after a failed statement the savepoint can be rolled back only.
class SqliteConnection final : public sql::Connection {
 public:
  /// Makes the file (mode 0600) when there is none. Throws EngineFailure.
  SqliteConnection(const ConnectionOptions& options, Access access);
  ~SqliteConnection() override;
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  sql::Dialect dialect() const override { return sql::Dialect::kSqlite; }
  sql::Rows Query(std::string_view sql, sql::Params params) override;
  void Execute(std::string_view sql, sql::Params params) override { Query(sql, params); }
  std::int64_t ExecuteCounting(std::string_view sql, sql::Params params) override;

  void Begin() override { Control("BEGIN IMMEDIATE"); }
  void Savepoint() override { Control("SAVEPOINT work"); }
  void Settle() override;
  void Release() override;
  void RollbackToSavepoint() override;
  void Commit() override { Control("COMMIT"); }
  void Rollback() noexcept override;
  bool Alive() override { return true; }
  void TryToWrite() override;

  sqlite3* handle() { return db_; }

 private:
  struct Statement {
    sqlite3_stmt* handle = nullptr;
    std::vector<int> positions;  ///< of $1, $2 …: SQLite numbers named parameters by first appearance
  };
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  void Configure(Access access);
  /// Runs `sql` whatever state the savepoint is in.
  void Control(std::string_view sql);
  Statement& Prepare(std::string_view sql);
  void Bind(const Statement& statement, sql::Params params, std::string_view sql);
  sql::Rows Step(const Statement& statement, std::string_view sql);
  void ForgetStatements();
  [[noreturn]] void Throw(int code, std::string_view sql);
  static int OnProgress(void* self);

  const ConnectionOptions options_;
  sqlite3* db_ = nullptr;
  std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;
  bool failed_ = false;  ///< a statement of the open savepoint failed
  Steady deadline_{};
};
}  // namespace vss::sqlite
