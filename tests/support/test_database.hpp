#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "adapters/storage_sql/threaded_database.hpp"
#include "base/async/loop.hpp"
#include "base/testing/temp_folder.hpp"

namespace vss::test {
class PostgresServer;

enum class Schema { kEmpty, kMigrated };

/// A database of one engine that several Database objects may open, as several processes would. With
/// kMigrated it is a copy of one that all migrations ran on, once for the program.
class TestDatabase {
 public:
  explicit TestDatabase(sql::Dialect dialect, Schema schema = Schema::kEmpty);
  explicit TestDatabase(PostgresServer& server);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  std::unique_ptr<sql::Database> Open(const sql::PoolOptions& pool = {}) const;
  std::filesystem::path file() const { return dir_ / "vss.db"; }  ///< SQLite
  const std::string& url() const { return url_; }                 ///< PostgreSQL

 private:
  sql::Dialect dialect_;
  PostgresServer* server_ = nullptr;
  test::TempFolder dir_;
  std::string url_;
};

/// A test that runs once on each engine, on a database with all migrations:
/// ```
/// class TrunkStoreTest : public vss::test::EngineTest {};
/// VSS_ON_EACH_ENGINE(TrunkStoreTest);
/// TEST_P(TrunkStoreTest, KeepsNamesUnique) { OttbStore store(database(), journal_context()); … }
/// ```
class EngineTest : public testing::TestWithParam<sql::Dialect> {
 protected:
  using Schema = test::Schema;
  explicit EngineTest(Schema schema = Schema::kMigrated);
  ~EngineTest() override;
  sql::Database& database() { return *database_; }
  TestDatabase& files() { return files_; }
  /// For coroutines; outlives the database's threads.
  Loop& loop() { return loop_; }
  /// One number, for checks: the first column of the first row.
  std::int64_t Number(std::string_view query);
  void Write(std::string_view statement);
  /// SQLite, as on a full disk: what is there may be written over, and nothing grows until there is space
  /// again.
  void FillDisk() { Write("PRAGMA max_page_count = 1"); }
  void FreeDisk() { Write("PRAGMA max_page_count = 1000000"); }

 private:
  Loop loop_;
  TestDatabase files_;
  std::unique_ptr<sql::Database> database_;
};

std::string EngineName(const testing::TestParamInfo<sql::Dialect>& info);
}  // namespace vss::test

#define VSS_ON_EACH_ENGINE(suite)                                                                     \
  INSTANTIATE_TEST_SUITE_P(Engines, suite,                                                            \
                           testing::Values(vss::sql::Dialect::kSqlite, vss::sql::Dialect::kPostgres), \
                           vss::test::EngineName)
