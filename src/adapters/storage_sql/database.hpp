#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/async/task.hpp"
#include "base/clock.hpp"

/// What the SQL repositories need from an engine. Two drivers implement it: storage_sqlite, storage_postgres.
namespace vss::sql {

/// A bound parameter or a column: NULL, integer, real or text. Booleans are 0 and 1, times are milliseconds
/// since the epoch, JSON is text, on both engines.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

Value ToValue(Instant t);
Value ToValue(const std::optional<std::string>& text);
Value ToValue(std::optional<std::int64_t> number);

/// One row of a result. The typed getters throw Error(kInternal) when the column holds something else: the
/// schema is ours, so that is our mistake.
class Row {
 public:
  explicit Row(std::vector<Value> columns) : columns_(std::move(columns)) {}
  std::size_t size() const { return columns_.size(); }
  const Value& Cell(std::size_t column) const;
  std::int64_t Int(std::size_t column) const;
  double Real(std::size_t column) const;
  const std::string& Text(std::size_t column) const;
  bool Bool(std::size_t column) const { return Int(column) != 0; }
  Instant Time(std::size_t column) const;
  bool IsNull(std::size_t column) const;
  std::optional<std::int64_t> OptionalInt(std::size_t column) const;
  std::optional<std::string> OptionalText(std::size_t column) const;
  std::optional<Instant> OptionalTime(std::size_t column) const;

 private:
  std::vector<Value> columns_;
};
using Rows = std::vector<Row>;
using Params = std::span<const Value>;

enum class Dialect { kSqlite, kPostgres };

/// A statement broke a UNIQUE, FOREIGN KEY, CHECK or NOT NULL rule. The transaction can be rolled back only.
class ConstraintViolation : public std::exception {
 public:
  enum class Kind { kUnique, kForeignKey, kOther };
  ConstraintViolation(Kind kind, std::string text) : kind_(kind), text_(std::move(text)) {}
  Kind kind() const { return kind_; }
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  Kind kind_;
  std::string text_;
};

/// One connection while a Read or Write function has it. Blocking; used on the thread that runs the function
/// only. SQL text uses $1, $2 … on both engines; statements are prepared once per connection and text.
class Session {
 public:
  virtual ~Session() = default;
  virtual Dialect dialect() const = 0;
  /// Runs a statement and returns its rows (also of INSERT … RETURNING).
  virtual Rows Query(std::string_view sql, Params params) = 0;
  /// Runs a statement whose result is not needed. PostgreSQL queues it in the pipeline: an error may surface
  /// at the next Query or at the end of the transaction.
  virtual void Execute(std::string_view sql, Params params) = 0;
  /// Runs a statement and says how many rows it changed.
  virtual std::int64_t ExecuteCounting(std::string_view sql, Params params) = 0;

  Rows Query(std::string_view sql, std::initializer_list<Value> params = {}) {
    return Query(sql, Params(params.begin(), params.size()));
  }
  void Execute(std::string_view sql, std::initializer_list<Value> params = {}) {
    Execute(sql, Params(params.begin(), params.size()));
  }
  std::int64_t ExecuteCounting(std::string_view sql, std::initializer_list<Value> params) {
    return ExecuteCounting(sql, Params(params.begin(), params.size()));
  }
  /// The one row of a query that has at most one.
  std::optional<Row> QueryOne(std::string_view sql, std::initializer_list<Value> params = {});
  /// Lifts the time limit of statements until the transaction ends; for migrations.
  virtual void AllowLongStatements() {}
  /// " FOR UPDATE" where the engine has row locks; "" on SQLite, whose one writer needs none.
  std::string_view ForUpdate() const { return dialect() == Dialect::kPostgres ? " FOR UPDATE" : ""; }
};

/// Thrown by Read and Write as Error(kServiceUnavailable) with Retry-After when the engine is away or its
/// queue full.
class Database {
 public:
  virtual ~Database() = default;
  virtual Dialect dialect() const = 0;

  /// Runs `work` on a reader thread outside any write transaction; each statement sees the newest commit.
  virtual Task<void> RunRead(std::function<void(Session&)> work) = 0;
  /// Runs `work` in a transaction on the writer thread. Works that wait together share one commit (each in a
  /// savepoint of its own: an exception rolls back that one alone). Resolves after the commit is durable.
  /// `work` runs again if the commit had to be retried, so it changes nothing outside of its session.
  virtual Task<void> RunWrite(std::function<void(Session&)> work) = 0;
  /// The same, for the thread that calls (start-up, commands). Never on a loop.
  virtual void WriteNow(const std::function<void(Session&)>& work) = 0;
  virtual void ReadNow(const std::function<void(Session&)>& work) = 0;

  template <class F>
  auto Read(F work) -> Task<std::invoke_result_t<F&, Session&>> {
    std::optional<std::invoke_result_t<F&, Session&>> result;
    co_await RunRead([&](Session& session) { result.emplace(work(session)); });
    co_return std::move(*result);
  }
  template <class F>
  auto Write(F work) -> Task<std::invoke_result_t<F&, Session&>> {
    std::optional<std::invoke_result_t<F&, Session&>> result;
    co_await RunWrite([&](Session& session) { result.emplace(work(session)); });
    co_return std::move(*result);
  }

  struct Stats {
    std::size_t read_queue = 0, write_queue = 0;
    std::uint64_t commits = 0, writes = 0;  ///< writes / commits = the mean batch
    bool healthy = true;
    std::string problem;  ///< why not healthy, for the operator
  };
  virtual Stats stats() const = 0;
  /// "SQLite 3.40.1" or "PostgreSQL 15.18", for health and doctor.
  virtual std::string version() const = 0;
  /// Finishes queued work, closes.
  virtual void Stop() = 0;
};
}  // namespace vss::sql
