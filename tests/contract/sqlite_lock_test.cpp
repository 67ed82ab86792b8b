// What keeps another process from taking SQLite's files away from a running server.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/test_database.hpp"

namespace vss::sqlite {
namespace {
constexpr off_t kSharedFirst = 0x40000000 + 2;  // SHARED_FIRST of SQLite's os.h
constexpr off_t kSharedSize = 510;

/// Whether another process would find SQLite's shared lock on the file. A process does not see its own locks.
bool OthersSeeTheLock(const std::filesystem::path& file) {
  const pid_t child = fork();
  if (child == 0) {
    const int fd = open(file.c_str(), O_RDWR | O_CLOEXEC);
    struct flock lock{};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = kSharedFirst;
    lock.l_len = kSharedSize;
    const bool seen = fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    _exit(seen ? 0 : 1);
  }
  int status = -1;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(SqliteDatabase, KeepsItsLockOnTheFileWhileMoreConnectionsOpen) {
  const test::TestDatabase files(sql::Dialect::kSqlite);
  const auto first = files.Open();
  EXPECT_TRUE(OthersSeeTheLock(files.file()));
  const auto second = files.Open();
  EXPECT_TRUE(OthersSeeTheLock(files.file()));
}
}  // namespace
}  // namespace vss::sqlite
