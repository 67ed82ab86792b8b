#include "adapters/storage_postgres/pg_connection.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <memory>

#include "adapters/storage_postgres/pg_values.hpp"
#include "base/error.hpp"

namespace vss::postgres {
namespace {
using sql::EngineFailure;
using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;
constexpr std::size_t kMaxStatements = 500, kMaxQueued = 256;

std::string OneLine(const char* text) {
  std::string line(text == nullptr ? "" : text);
  while (!line.empty() && line.back() == '\n') line.pop_back();
  std::ranges::replace(line, '\n', ' ');
  return line;
}

PGconn* Dial(const ConnectionOptions& options) {
  const std::string limit = std::to_string(options.connect_limit.count());
  // The keepalives find a peer that vanished without a word (a cut cable, a dead host) within about ten
  // seconds.
  const char* keys[] = {"dbname",           "connect_timeout",  "application_name",
                        "client_encoding",  "keepalives_idle",  "keepalives_interval",
                        "keepalives_count", "tcp_user_timeout", nullptr};
  const char* values[] = {
      options.url.Reveal().c_str(), limit.c_str(), "vss", "UTF8", "5", "2", "3", "10000", nullptr};
  return PQconnectdbParams(keys, values, 1);
}
}  // namespace

PgConnection::PgConnection(const ConnectionOptions& options, Access access)
    : silence_limit_(options.silence_limit) {
  connection_ = Dial(options);
  try {
    Configure(options, access);
  } catch (...) {
    PQfinish(connection_);
    throw;
  }
}

PgConnection::~PgConnection() { PQfinish(connection_); }

void PgConnection::Configure(const ConnectionOptions& options, Access access) {
  if (PQstatus(connection_) != CONNECTION_OK) Lost();
  PQsetNoticeProcessor(
      connection_, [](void*, const char*) {}, nullptr);  // "relation exists, skipping" and the like
  RunPlain(fmt::format(
      "SET statement_timeout = {}; SET lock_timeout = {}; SET idle_in_transaction_session_timeout = 60000; "
      "SET synchronous_commit = on; SET default_transaction_read_only = {}",
      options.statement_limit.count(), options.lock_limit.count(), access == Access::kRead ? "on" : "off"));
  if (PQsetnonblocking(connection_, 1) != 0 || PQenterPipelineMode(connection_) == 0) Lost();
}

void PgConnection::RunPlain(const std::string& sql) {
  const Result result(PQexec(connection_, sql.c_str()), &PQclear);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) Lost();
}

std::string PgConnection::ServerVersion() const {
  const int number = PQserverVersion(connection_);
  return fmt::format("{}.{}", number / 10000, number % 10000);
}

void PgConnection::Lost() {
  std::string why = OneLine(PQerrorMessage(connection_));
  // libpq quotes the part of a URL that it does not understand, which may be the password.
  if (why.starts_with("invalid ") || why.starts_with("missing "))
    why = "the connection URL is not well-formed";
  throw EngineFailure(EngineFailure::Kind::kLost, "PostgreSQL: " + why);
}

sql::Rows PgConnection::Query(std::string_view sql, sql::Params params) {
  if (!in_transaction_) ForgetStatements();
  Queue(sql, params);
  return Sync().rows;
}

void PgConnection::Execute(std::string_view sql, sql::Params params) {
  if (!in_transaction_) {
    Query(sql, params);
    return;
  }
  Queue(sql, params);
  if (sent_.size() >= kMaxQueued) Sync();
}

std::int64_t PgConnection::ExecuteCounting(std::string_view sql, sql::Params params) {
  Queue(sql, params);
  return Sync().affected;
}

void PgConnection::AllowLongStatements() {
  Queue("SET LOCAL statement_timeout = 0", {});
  Queue("SET LOCAL lock_timeout = 0", {});
  patient_ = true;
}

void PgConnection::Begin() {
  ForgetStatements();
  in_transaction_ = true;
  patient_ = false;
  Queue("BEGIN", {});
}

void PgConnection::Settle() {
  if (!sent_.empty()) Sync();
}

void PgConnection::Release() {
  Queue("RELEASE SAVEPOINT work", {});
  Sync();
}

void PgConnection::RollbackToSavepoint() {
  try {
    // What is still queued must be answered first: behind a statement that fails, the server skips the rest.
    Settle();
  } catch (const EngineFailure&) {
    throw;
  } catch (const std::exception&) {  // the work has failed already; what its last statements say adds nothing
  }
  Queue("ROLLBACK TO SAVEPOINT work", {});
  Queue("RELEASE SAVEPOINT work", {});
}

void PgConnection::Commit() {
  try {
    Queue("COMMIT", {});
    const Answer answer = Sync();
    // The COMMIT of a transaction that has failed succeeds as a ROLLBACK.
    if (answer.tag != "COMMIT")
      throw EngineFailure(EngineFailure::Kind::kRefused, "PostgreSQL rolled back instead of committing");
  } catch (const EngineFailure& failure) {
    if (failure.kind() != EngineFailure::Kind::kLost) throw;
    throw EngineFailure(EngineFailure::Kind::kLostInCommit, failure.what());
  } catch (const std::exception& e) {  // a deferred constraint: the whole transaction is rolled back
    throw EngineFailure(EngineFailure::Kind::kRefused, e.what());
  }
  in_transaction_ = false;
}

void PgConnection::Rollback() noexcept {
  for (const std::string_view sql : {"", "ROLLBACK"}) {
    try {
      if (!sql.empty()) Queue(sql, {});
      Sync();
    } catch (const std::exception&) {  // a connection that is lost shows at the next Begin
    }
  }
  in_transaction_ = false;
}

bool PgConnection::Alive() {
  return PQconsumeInput(connection_) != 0 && PQstatus(connection_) == CONNECTION_OK;
}

void PgConnection::TryToWrite() {
  Begin();
  try {
    Queue("SELECT pg_current_xact_id()", {});
    Commit();
  } catch (...) {
    Rollback();
    throw;
  }
}

void PgConnection::Queue(std::string_view sql, sql::Params params) {
  const TextParams texts(params);
  const std::string& name = Prepare(sql);
  if (PQsendQueryPrepared(connection_, name.c_str(), texts.count(), texts.data(), nullptr, nullptr, 0) == 0)
    Lost();
  sent_.push_back({.prepares = false, .sql = std::string(sql)});
}

const std::string& PgConnection::Prepare(std::string_view sql) {
  if (const auto known = statements_.find(sql); known != statements_.end()) return known->second;
  const auto added = statements_.emplace(sql, fmt::format("s{}", next_statement_++)).first;
  if (PQsendPrepare(connection_, added->second.c_str(), added->first.c_str(), 0, nullptr) == 0) Lost();
  sent_.push_back({.prepares = true, .sql = added->first});
  return added->second;
}

void PgConnection::ForgetStatements() {
  if (!stale_statements_ && statements_.size() < kMaxStatements) return;
  statements_.clear();
  stale_statements_ = false;
  Queue("DEALLOCATE ALL", {});
  Sync();
  statements_.clear();  // DEALLOCATE ALL itself was one of them
}

PgConnection::Answer PgConnection::Sync() {
  if (PQpipelineSync(connection_) == 0) Lost();
  Answer last;
  std::exception_ptr failure;
  const std::deque<Sent> sent = std::exchange(sent_, {});
  for (const Sent& statement : sent) ReadAnswers(statement, last, failure);
  const Result end(NextResult(), &PQclear);
  if (PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC) Lost();
  if (failure) std::rethrow_exception(failure);
  return last;
}

void PgConnection::ReadAnswers(const Sent& sent, Answer& last, std::exception_ptr& failure) {
  for (;;) {
    const Result result(NextResult(), &PQclear);
    if (result == nullptr) return;
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
      if (!sent.prepares && !failure) KeepAnswer(result.get(), last, failure);
      continue;
    }
    // Failed, or skipped behind one that failed: then the server does not know the statement either.
    if (sent.prepares) statements_.erase(sent.sql);
    if (PQstatus(connection_) == CONNECTION_BAD) Lost();
    if (!failure) failure = ToException(result.get(), sent.sql);
  }
}

void PgConnection::KeepAnswer(const pg_result* result, Answer& last, std::exception_ptr& failure) {
  try {
    last.rows = ReadRows(result);
    last.tag = PQcmdStatus(const_cast<PGresult*>(result));
    last.affected = std::atoll(PQcmdTuples(const_cast<PGresult*>(result)));
  } catch (const std::exception&) {  // the answers behind this one must be read all the same
    failure = std::current_exception();
  }
}

std::exception_ptr PgConnection::ToException(const pg_result* result, std::string_view sql) {
  const auto field = [result](int code) {
    const char* text = PQresultErrorField(result, code);
    return std::string_view(text == nullptr ? "" : text);
  };
  std::string message = OneLine(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
  if (message.empty()) message = OneLine(PQresultErrorMessage(result));
  // "cached plan must not change result type": the schema was migrated under a prepared statement.
  if (field(PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery") {
    stale_statements_ = true;
    return std::make_exception_ptr(EngineFailure(EngineFailure::Kind::kRetry, message));
  }
  return ExceptionFor(field(PG_DIAG_SQLSTATE), message, sql);
}

pg_result* PgConnection::NextResult() {
  while (PQisBusy(connection_) != 0) WaitForSocket();
  return PQgetResult(connection_);
}

void PgConnection::WaitForSocket() {
  const int unsent = PQflush(connection_);
  if (unsent < 0) Lost();
  pollfd socket{.fd = PQsocket(connection_),
                .events = static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN),
                .revents = 0};
  const int ready = ::poll(&socket, 1, patient_ ? -1 : static_cast<int>(silence_limit_.count()));
  if (ready < 0 && errno == EINTR) return;
  if (ready == 0) {
    throw EngineFailure(EngineFailure::Kind::kLost,
                        fmt::format("PostgreSQL did not answer within {} s", silence_limit_.count() / 1000));
  }
  if (ready < 0 || PQconsumeInput(connection_) == 0) Lost();
}
}  // namespace vss::postgres
