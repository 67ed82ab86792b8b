#include "support/test_database.hpp"

#include "adapters/storage_postgres/postgres_database.hpp"
#include "adapters/storage_sql/migrations.hpp"
#include "adapters/storage_sqlite/sqlite_database.hpp"
#include "support/postgres_server.hpp"

namespace vss::test {
using sql::Dialect;

namespace {
void MigrateAll(const TestDatabase& files, Dialect dialect) {
  const SystemClock clock;
  const auto database = files.Open();
  sql::Migrate(*database, sql::MigrationsFor(dialect), {.clock = clock});
  database->Stop();
}

const TestDatabase& Migrated(Dialect dialect) {
  static const auto make = [](Dialect one) {
    auto files = std::make_unique<TestDatabase>(one);
    MigrateAll(*files, one);
    return files;
  };
  if (dialect == Dialect::kSqlite) {
    static const auto sqlite = make(Dialect::kSqlite);
    return *sqlite;
  }
  PostgresServer::Shared();  // outlives its database
  static const auto postgres = make(Dialect::kPostgres);
  return *postgres;
}

std::string NameIn(const std::string& url) {
  const std::size_t end = url.find('?');
  const std::size_t begin = url.rfind('/', end == std::string::npos ? end : end - 1) + 1;
  return url.substr(begin, end == std::string::npos ? end : end - begin);
}
}  // namespace

TestDatabase::TestDatabase(Dialect dialect, Schema schema) : dialect_(dialect) {
  if (dialect == Dialect::kSqlite) {
    if (schema == Schema::kMigrated) std::filesystem::copy_file(Migrated(dialect).file(), file());
    return;
  }
  server_ = &PostgresServer::Shared();
  url_ = schema == Schema::kMigrated ? server_->NewDatabase(NameIn(Migrated(dialect).url()))
                                     : server_->NewDatabase();
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

EngineTest::EngineTest(Schema schema) : files_(GetParam(), schema), database_(files_.Open()) {}

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
