#pragma once
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <stdexcept>

#include "adapters/storage_sql/migrations.hpp"
#include "adapters/storage_sqlite/sqlite_database.hpp"

namespace vss::sqlite {

/// A migrated database in a directory of its own, for tests; Reopen() is what a restart of the process does.
class TestDatabase {
 public:
  TestDatabase() {
    std::string name = (std::filesystem::temp_directory_path() / "vss-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    directory_ = name;
    Reopen();
    const SystemClock clock;
    sql::Migrate(*database_, sql::MigrationsFor(sql::Dialect::kSqlite), {.clock = clock});
  }
  ~TestDatabase() {
    database_.reset();
    std::filesystem::remove_all(directory_);
  }
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  void Reopen() {
    database_.reset();
    database_ = std::make_unique<SqliteDatabase>(Options{.path = directory_ / "vss.db"});
  }
  sql::Database& operator*() { return *database_; }
  sql::Database* operator->() { return database_.get(); }

 private:
  std::filesystem::path directory_;
  std::unique_ptr<SqliteDatabase> database_;
};
}  // namespace vss::sqlite
