// Several processes on one SQLite file: what `vss user` beside a running server relies on.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "support/test_database.hpp"

namespace vss {
namespace {
class SqliteProcessesTest : public test::EngineTest {
 protected:
  // Another program opens the file, writes and closes it, as its only user if it believes that it is.
  int RunElsewhere(const std::string& statement) {
    return std::system(
        fmt::format("python3 -c \"import sqlite3; c = sqlite3.connect('{}'); c.execute('{}'); c.commit()\"",
                    files().file().string(), statement)
            .c_str());
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, SqliteProcessesTest, testing::Values(sql::Dialect::kSqlite),
                         test::EngineName);

// SQLite's locks are fcntl locks: one close() of the file anywhere in the process drops them all, and the
// next process that closes the database then deletes the log under us (sqlite.org/howtocorrupt.html, 2.2).
TEST_P(SqliteProcessesTest, AnotherProcessThatClosesTheFileTakesNothingAway) {
  Write("CREATE TABLE t (id INTEGER PRIMARY KEY)");
  ASSERT_EQ(RunElsewhere("INSERT INTO t VALUES (1)"), 0);
  Write("INSERT INTO t VALUES (2)");
  ASSERT_EQ(RunElsewhere("INSERT INTO t VALUES (3)"), 0);
  Write("INSERT INTO t VALUES (4)");
  EXPECT_EQ(Number("SELECT count(*) FROM t"), 4);
  EXPECT_EQ(files().Open()->dialect(), sql::Dialect::kSqlite);
  ASSERT_EQ(RunElsewhere("INSERT INTO t VALUES (5)"), 0);
  EXPECT_EQ(Number("SELECT count(*) FROM t"), 5);
  EXPECT_TRUE(std::filesystem::exists(files().file().string() + "-wal"));
}
}  // namespace
}  // namespace vss
