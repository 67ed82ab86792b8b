#include "adapters/storage_sqlite/sqlite_connection.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>

#include "adapters/storage_sqlite/sqlite_functions.hpp"
#include "base/error.hpp"

namespace vss::sqlite {
namespace {
using sql::EngineFailure;
using sql::Value;
constexpr std::size_t kMaxStatements = 256;
constexpr int kInstructionsPerLook = 10'000;  ///< of SQLite's machine, between looks at the deadline

/// SQLite would make the file readable for everybody; the files beside it take over its mode.
/// A file that is there is not even opened: SQLite's locks are fcntl locks, which the close() of any
/// descriptor of the file drops for the whole process, and then another process may delete the log under us
/// (sqlite.org/howtocorrupt.html §2.2).
void MakePrivateFile(const std::filesystem::path& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 && errno == EEXIST) return;
  if (fd < 0) {
    throw EngineFailure(EngineFailure::Kind::kRefused, fmt::format("cannot open {}: {}", path.string(),
                                                                   std::generic_category().message(errno)));
  }
  ::close(fd);
}

/// What means "not now" rather than "wrong statement".
bool IsEngineTrouble(int code) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_NOTADB:
      return true;
    default:
      return false;
  }
}

/// SQLite says SQLITE_FULL where it writes pages only: where it makes a file or lets one grow, no space left
/// is an input/output error, too, and only the system's own number tells.
bool IsDiskFull(int code, int system_error) {
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return true;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return system_error == ENOSPC || system_error == EDQUOT;
    default:
      return false;
  }
}

sql::ConstraintViolation::Kind ConstraintKind(int extended) {
  using Kind = sql::ConstraintViolation::Kind;
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return Kind::kUnique;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return Kind::kForeignKey;
    default:
      return Kind::kOther;
  }
}

struct BindValue {
  sqlite3_stmt* statement;
  int position;
  int operator()(std::monostate) const { return sqlite3_bind_null(statement, position); }
  int operator()(std::int64_t number) const { return sqlite3_bind_int64(statement, position, number); }
  int operator()(double number) const { return sqlite3_bind_double(statement, position, number); }
  int operator()(const std::string& text) const {
    return sqlite3_bind_text64(statement, position, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
};

Value ReadColumn(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_NULL:
      return {};
    default: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
      return size == 0 ? std::string() : std::string(bytes, size);
    }
  }
}

sql::Row ReadRow(sqlite3_stmt* statement) {
  const int count = sqlite3_column_count(statement);
  std::vector<Value> columns;
  columns.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) columns.push_back(ReadColumn(statement, i));
  return sql::Row(std::move(columns));
}
}  // namespace

SqliteConnection::SqliteConnection(const ConnectionOptions& options, Access access) : options_(options) {
  MakePrivateFile(options.path);
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  try {
    const int code = sqlite3_open_v2(options.path.c_str(), &db_, flags, nullptr);
    if (code != SQLITE_OK) Throw(code, "open");
    Configure(access);
  } catch (...) {
    ForgetStatements();
    sqlite3_close_v2(db_);
    throw;
  }
}

SqliteConnection::~SqliteConnection() {
  ForgetStatements();
  sqlite3_close_v2(db_);
}

void SqliteConnection::Configure(Access access) {
  sqlite3_busy_timeout(db_, static_cast<int>(options_.busy_timeout.count()));
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  RegisterFunctions(db_);
  Control("PRAGMA journal_mode = WAL");
  Control("PRAGMA synchronous = FULL");
  Control("PRAGMA foreign_keys = ON");
  Control("PRAGMA mmap_size = 134217728");
  Control("PRAGMA journal_size_limit = 67108864");
  Control("PRAGMA temp_store = MEMORY");
  Control("PRAGMA secure_delete = ON");  // who is erased is not to be found in pages that are free
  if (access == Access::kRead) Control("PRAGMA query_only = ON");
  if (options_.statement_limit.count() > 0)
    sqlite3_progress_handler(db_, kInstructionsPerLook, &OnProgress, this);
}

int SqliteConnection::OnProgress(void* self) {
  return std::chrono::steady_clock::now() > static_cast<SqliteConnection*>(self)->deadline_;
}

sql::Rows SqliteConnection::Query(std::string_view sql, sql::Params params) {
  if (failed_)
    throw InternalError(fmt::format("a statement after one that failed, in the same transaction: {}", sql));
  const Statement& statement = Prepare(sql);
  Bind(statement, params, sql);
  return Step(statement, sql);
}

std::int64_t SqliteConnection::ExecuteCounting(std::string_view sql, sql::Params params) {
  Query(sql, params);
  return sqlite3_changes64(db_);
}

void SqliteConnection::Control(std::string_view sql) { Step(Prepare(sql), sql); }

void SqliteConnection::Settle() {
  if (failed_) throw InternalError("a transaction went on after a statement of it had failed");
}

void SqliteConnection::Release() {
  Settle();
  Control("RELEASE work");
}

void SqliteConnection::RollbackToSavepoint() {
  failed_ = false;
  Control("ROLLBACK TO work");
  Control("RELEASE work");
}

void SqliteConnection::Rollback() noexcept {
  failed_ = false;
  // SQLite rolls back by itself after some errors; then there is nothing left to do.
  if (sqlite3_get_autocommit(db_) == 0) sqlite3_exec(db_, "ROLLBACK", nullptr, nullptr, nullptr);
}

void SqliteConnection::TryToWrite() {
  Begin();
  try {
    const std::int64_t version = Step(Prepare("PRAGMA user_version"), "PRAGMA user_version").at(0).Int(0);
    Control(fmt::format("PRAGMA user_version = {}", version));  // writes page 1, although nothing changes
    Commit();
  } catch (...) {
    Rollback();
    throw;
  }
}

SqliteConnection::Statement& SqliteConnection::Prepare(std::string_view sql) {
  if (const auto known = statements_.find(sql); known != statements_.end()) return known->second;
  if (statements_.size() >= kMaxStatements) ForgetStatements();
  Statement statement;
  const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement.handle, nullptr);
  if (code != SQLITE_OK) Throw(code, sql);
  const int count = sqlite3_bind_parameter_count(statement.handle);
  for (int i = 1; i <= count; ++i) {
    statement.positions.push_back(
        sqlite3_bind_parameter_index(statement.handle, fmt::format("${}", i).c_str()));
  }
  return statements_.emplace(sql, std::move(statement)).first->second;
}

void SqliteConnection::Bind(const Statement& statement, sql::Params params, std::string_view sql) {
  const bool gap = std::ranges::find(statement.positions, 0) != statement.positions.end();
  if (gap || params.size() != statement.positions.size()) {
    throw InternalError(fmt::format("{} values for the parameters of: {}", params.size(), sql));
  }
  for (std::size_t i = 0; i < params.size(); ++i) {
    const auto* text = std::get_if<std::string>(&params[i]);
    if (text != nullptr && text->find('\0') != std::string::npos) {
      throw Error(ErrorCode::kInvalidParams, "text must not contain the character NUL");
    }
    const int code = std::visit(BindValue{statement.handle, statement.positions[i]}, params[i]);
    if (code != SQLITE_OK) Throw(code, sql);
  }
}

sql::Rows SqliteConnection::Step(const Statement& statement, std::string_view sql) {
  sql::Rows rows;
  deadline_ = std::chrono::steady_clock::now() + options_.statement_limit;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(statement.handle)) == SQLITE_ROW) rows.push_back(ReadRow(statement.handle));
  sqlite3_reset(statement.handle);
  sqlite3_clear_bindings(statement.handle);
  if (code != SQLITE_DONE) Throw(code, sql);
  return rows;
}

void SqliteConnection::ForgetStatements() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement.handle);
  statements_.clear();
}

void SqliteConnection::Throw(int code, std::string_view sql) {
  const std::string text =
      fmt::format("SQLite: {} ({})", db_ == nullptr ? "out of memory" : sqlite3_errmsg(db_), code);
  if (db_ != nullptr && sqlite3_get_autocommit(db_) == 0) failed_ = true;
  if (IsDiskFull(code, db_ == nullptr ? 0 : sqlite3_system_errno(db_)))
    throw EngineFailure(EngineFailure::Kind::kDiskFull, fmt::format("{} ({})", kDiskIsFull, text));
  if (IsEngineTrouble(code)) throw EngineFailure(EngineFailure::Kind::kRefused, text);
  if ((code & 0xFF) == SQLITE_CONSTRAINT) throw sql::ConstraintViolation(ConstraintKind(code), text);
  if ((code & 0xFF) == SQLITE_INTERRUPT) {
    throw Error(ErrorCode::kServiceUnavailable, "the request took too long; ask for less")
        .Internal(fmt::format("stopped by the time limit: {}", sql))
        .RetryAfter(std::chrono::seconds(5));
  }
  throw InternalError(fmt::format("{}: {}", text, sql));
}
}  // namespace vss::sqlite
