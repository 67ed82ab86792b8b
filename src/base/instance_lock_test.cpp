#include "base/instance_lock.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "base/testing/temp_folder.hpp"

namespace vss {
namespace {
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

const Instance kSelf{
    4242, Instant(std::chrono::seconds(1'760'000'000)), {{"workspace", 3000}, {"ottb", 8083}}};

TEST(InstanceLock, SaysWhoHoldsTheFolder) {
  const test::TempFolder folder;
  const InstanceLock lock(folder / "data", kSelf);
  const auto found = FindInstance(folder / "data");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->pid, 4242);
  EXPECT_EQ(found->started_at, kSelf.started_at);
  EXPECT_EQ(found->ports, kSelf.ports);
}

TEST(InstanceLock, RefusesASecondInstanceNamingThePidOfTheFirst) {
  const test::TempFolder folder;
  const InstanceLock lock(folder.path(), kSelf);
  EXPECT_THAT([&] { InstanceLock(folder.path(), kSelf); },
              ThrowsMessage<AlreadyRunning>(AllOf(HasSubstr("pid 4242"), HasSubstr(folder.path().string()))));
}

TEST(InstanceLock, IsFreeAgainWhenItsHolderIsGoneAndLeavesNoOldText) {
  const test::TempFolder folder;
  {
    const InstanceLock lock(folder.path(), kSelf);
  }
  EXPECT_FALSE(FindInstance(folder.path()));
  const InstanceLock again(folder.path(), Instance{7, {}, {}});
  EXPECT_EQ(FindInstance(folder.path())->pid, 7);
  std::ifstream file(folder / "vss.lock");
  EXPECT_EQ(std::distance(std::istreambuf_iterator<char>(file), {}),
            static_cast<std::ptrdiff_t>(
                std::string(R"({"pid":7,"started_at":"1970-01-01T00:00:00.000Z","ports":{}})").size() + 1));
}

TEST(InstanceLock, IsReleasedByTheKernelWhenItsHolderIsKilled) {
  const test::TempFolder folder;
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const InstanceLock lock(folder.path(), Instance{::getpid(), {}, {}});
    (void)!::write(ready[1], "x", 1);
    for (;;) ::pause();
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  EXPECT_EQ(FindInstance(folder.path())->pid, child);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(ready[0]);
  ::close(ready[1]);
  EXPECT_FALSE(FindInstance(folder.path()));
  EXPECT_NO_THROW(InstanceLock(folder.path(), kSelf));
}

TEST(InstanceLock, ToleratesAHolderThatHasNotSaidWhoItIs) {
  const test::TempFolder folder;
  const InstanceLock lock(folder.path(), kSelf);
  std::ofstream(folder / "vss.lock", std::ios::trunc) << "{\"pid\":";
  EXPECT_EQ(FindInstance(folder.path())->pid, 0);
  EXPECT_THAT([&] { InstanceLock(folder.path(), kSelf); },
              ThrowsMessage<AlreadyRunning>(HasSubstr("it is starting")));
}

TEST(InstanceLock, FindsNobodyWhereThereIsNoFolder) { EXPECT_FALSE(FindInstance("/nonexistent/folder")); }
}  // namespace
}  // namespace vss
