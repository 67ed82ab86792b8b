// What only SQLite does; what both engines promise is in tests/contract.
#include "adapters/storage_sqlite/sqlite_database.hpp"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include "adapters/storage_sqlite/sqlite_connection.hpp"
#include "base/error.hpp"
#include "base/testing/temp_folder.hpp"

namespace vss::sqlite {
namespace {
using namespace std::chrono_literals;

class SqliteDatabaseTest : public testing::Test {
 protected:
  SqliteDatabaseTest() { Run("CREATE TABLE t (id INTEGER PRIMARY KEY, bytes TEXT)"); }
  void Run(std::string_view sql) {
    database_.WriteNow([&](sql::Session& s) { s.Execute(sql); });
  }
  template <class Call>
  ErrorCode CodeOf(Call call) {
    try {
      call();
    } catch (const Error& error) {
      return error.code();
    }
    ADD_FAILURE() << "nothing was thrown";
    return ErrorCode::kInternal;
  }
  bool BecomesHealthy() {
    const auto until = std::chrono::steady_clock::now() + 15s;
    while (!database_.stats().healthy) {
      if (std::chrono::steady_clock::now() > until) return false;
      std::this_thread::sleep_for(5ms);
    }
    return true;
  }

  test::TempFolder dir_;
  SqliteDatabase database_{{.path = dir_ / "vss.db", .busy_timeout = 50ms, .read_limit = 100ms}};
};

TEST_F(SqliteDatabaseTest, IsUnhealthyWhileTheDiskIsFullAndUntilAWriteWorksAgain) {
  Run("PRAGMA max_page_count = 10");
  const auto fill = [&] { Run("INSERT INTO t (bytes) VALUES (hex(zeroblob(100000)))"); };
  try {
    fill();
    ADD_FAILURE() << "nothing was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kServiceUnavailable);
    EXPECT_EQ(error.message(), kDiskIsFull);
  }
  EXPECT_FALSE(database_.stats().healthy);
  EXPECT_THAT(database_.stats().problem, testing::HasSubstr("full"));
  Run("PRAGMA max_page_count = 100000");
  EXPECT_TRUE(database_.stats().healthy);
  fill();
}

/// Files of SQLite that there is no space for, as on a full disk, while it lives.
class NoSpaceForFiles {
 public:
  NoSpaceForFiles() {
    files_.zName = "no space";
    files_.xOpen = [](sqlite3_vfs*, sqlite3_filename, sqlite3_file* file, int, int*) {
      file->pMethods = nullptr;
      errno = ENOSPC;
      return SQLITE_CANTOPEN;
    };
    sqlite3_vfs_register(&files_, 1);
  }
  ~NoSpaceForFiles() { sqlite3_vfs_unregister(&files_); }
  NoSpaceForFiles(const NoSpaceForFiles&) = delete;
  NoSpaceForFiles& operator=(const NoSpaceForFiles&) = delete;

 private:
  sqlite3_vfs files_ = *sqlite3_vfs_find(nullptr);
};

TEST_F(SqliteDatabaseTest, SaysThatTheDiskIsFullWhereItHasNoSpaceForAFile) {
  const NoSpaceForFiles full;
  try {
    SqliteDatabase another({.path = dir_ / "vss.db"});
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.message(), testing::HasSubstr(kDiskIsFull));
  }
}

TEST_F(SqliteDatabaseTest, RecoversWithoutTrafficWhenAnotherProcessLetsGoOfTheFile) {
  SqliteConnection other({.path = dir_ / "vss.db"}, Access::kWrite);
  other.Begin();
  EXPECT_EQ(CodeOf([&] { Run("INSERT INTO t (bytes) VALUES ('a')"); }), ErrorCode::kServiceUnavailable);
  EXPECT_FALSE(database_.stats().healthy);
  other.Commit();
  EXPECT_TRUE(BecomesHealthy());
  Run("INSERT INTO t (bytes) VALUES ('a')");
}

TEST_F(SqliteDatabaseTest, StopsReadsThatTakeTooLong) {
  const auto endless = [&] {
    database_.ReadNow([](sql::Session& s) {
      s.Query("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT COUNT(*) FROM c");
    });
  };
  EXPECT_EQ(CodeOf(endless), ErrorCode::kServiceUnavailable);
  database_.ReadNow([](sql::Session& s) { EXPECT_EQ(s.Query("SELECT 1").at(0).Int(0), 1); });
}

TEST_F(SqliteDatabaseTest, KeepsItsFilesPrivateAndDurable) {
  for (const char* name : {"vss.db", "vss.db-wal"}) {
    EXPECT_EQ(std::filesystem::status(dir_ / name).permissions() & std::filesystem::perms(0077),
              std::filesystem::perms::none);
  }
  database_.WriteNow([](sql::Session& s) {
    EXPECT_EQ(s.Query("PRAGMA journal_mode").at(0).Text(0), "wal");
    EXPECT_EQ(s.Query("PRAGMA synchronous").at(0).Int(0), 2);
    EXPECT_EQ(s.Query("PRAGMA foreign_keys").at(0).Int(0), 1);
  });
}

TEST_F(SqliteDatabaseTest, NamesTheFileThatCannotBeUsed) {
  try {
    SqliteDatabase nowhere({.path = dir_ / "missing" / "vss.db"});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kServiceUnavailable);
    EXPECT_THAT(error.message(), testing::HasSubstr("missing/vss.db"));
  }
}
}  // namespace
}  // namespace vss::sqlite
