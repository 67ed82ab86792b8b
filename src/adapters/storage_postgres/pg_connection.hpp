#pragma once
#include <deque>
#include <string>
#include <unordered_map>

#include "adapters/storage_sql/connection.hpp"
#include "base/secret.hpp"

struct pg_conn;
struct pg_result;

namespace vss::postgres {

struct ConnectionOptions {
  Secret url;                                         ///< postgresql://user:password@host:port/database
  std::chrono::seconds connect_limit{3};              ///< per address
  std::chrono::milliseconds statement_limit{10'000};  ///< the server stops a statement that lasts longer
  std::chrono::milliseconds lock_limit{5'000};
  /// Without any answer for this long the connection counts as lost; more than statement_limit.
  std::chrono::milliseconds silence_limit{15'000};
};
enum class Access { kWrite, kRead };

/// A libpq connection in pipeline mode: Begin, Savepoint, Execute and the preparing of statements are only
/// queued; Query, Release and Commit send what is queued in one go and wait for the answers.
class PgConnection final : public sql::Connection {
 public:
  /// Throws EngineFailure(kLost) when the server cannot be reached or refuses us.
  PgConnection(const ConnectionOptions& options, Access access);
  ~PgConnection() override;
  PgConnection(const PgConnection&) = delete;
  PgConnection& operator=(const PgConnection&) = delete;

  sql::Dialect dialect() const override { return sql::Dialect::kPostgres; }
  sql::Rows Query(std::string_view sql, sql::Params params) override;
  void Execute(std::string_view sql, sql::Params params) override;
  std::int64_t ExecuteCounting(std::string_view sql, sql::Params params) override;
  void AllowLongStatements() override;

  void Begin() override;
  void Savepoint() override { Queue("SAVEPOINT work", {}); }
  void Settle() override;
  void Release() override;
  void RollbackToSavepoint() override;
  void Commit() override;
  void Rollback() noexcept override;
  bool Alive() override;
  void TryToWrite() override;

  /// Major and minor number, such as 15.18.
  std::string ServerVersion() const;

 private:
  struct Answer {
    sql::Rows rows;
    std::int64_t affected = 0;
    std::string tag;  ///< COMMIT, INSERT 0 1 …
  };
  struct Sent {
    bool prepares;  ///< a Parse; otherwise an execution
    std::string sql;
  };
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  void Configure(const ConnectionOptions& options, Access access);
  void RunPlain(const std::string& sql);
  void Queue(std::string_view sql, sql::Params params);
  const std::string& Prepare(std::string_view sql);
  /// Sends everything, reads all answers, and throws what the first failed statement deserves. Returns the
  /// last answer.
  Answer Sync();
  void ReadAnswers(const Sent& sent, Answer& last, std::exception_ptr& failure);
  static void KeepAnswer(const pg_result* result, Answer& last, std::exception_ptr& failure);
  pg_result* NextResult();
  void WaitForSocket();
  std::exception_ptr ToException(const pg_result* result, std::string_view sql);
  void ForgetStatements();
  [[noreturn]] void Lost();

  pg_conn* connection_ = nullptr;
  std::unordered_map<std::string, std::string, TextHash, std::equal_to<>> statements_;  ///< SQL → name
  std::uint64_t next_statement_ = 1;
  std::deque<Sent> sent_;
  bool in_transaction_ = false;
  bool stale_statements_ = false;
  std::chrono::milliseconds silence_limit_;
  bool patient_ = false;
};
}  // namespace vss::postgres
