#include "support/test_database.hpp"

#include "adapters/storage_postgres/postgres_database.hpp"
#include "adapters/storage_sql/migrations.hpp"
#include "adapters/storage_sqlite/sqlite_database.hpp"
#include "support/postgres_server.hpp"

namespace vss::test {
using sql::Dialect;

TestDatabase::TestDatabase(Dialect dialect) : dialect_(dialect) {
  if (dialect == Dialect::kSqlite) return;
  server_ = &PostgresServer::Shared();
  url_ = server_->NewDatabase();
}

TestDatabase::TestDatabase(PostgresServer& server)
    : dialect_(Dialect::kPostgres), server_(&server), url_(server.NewDatabase()) {}

TestDatabase::~TestDatabase() {
  if (server_ != nullptr) server_->DropDatabase(url_);
}

std::unique_ptr<sql::Database> TestDatabase::Open(const sql::PoolOptions& pool) const {
  if (dialect_ == Dialect::kSqlite)
    return std::make_unique<sqlite::SqliteDatabase>(sqlite::Options{.path = file(), .pool = pool});
  return std::make_unique<postgres::PostgresDatabase>(
      postgres::Options{.connection = {.url = Secret(url_)}, .pool = pool});
}

EngineTest::EngineTest(Schema schema) : files_(GetParam()), database_(files_.Open()) {
  if (schema == Schema::kEmpty) return;
  const SystemClock clock;
  sql::Migrate(*database_, sql::MigrationsFor(GetParam()), {.clock = clock});
}

EngineTest::~EngineTest() { database_->Stop(); }

std::int64_t EngineTest::Number(std::string_view query) {
  std::int64_t number = 0;
  database_->ReadNow([&](sql::Session& session) { number = session.Query(query).at(0).Int(0); });
  return number;
}

void EngineTest::Write(std::string_view statement) {
  database_->WriteNow([&](sql::Session& session) { session.Execute(statement); });
}

std::string EngineName(const testing::TestParamInfo<Dialect>& info) {
  return info.param == Dialect::kSqlite ? "SQLite" : "PostgreSQL";
}
}  // namespace vss::test
