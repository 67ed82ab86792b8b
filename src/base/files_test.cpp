#include "base/files.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "base/file_replacement.hpp"
#include "base/testing/temp_folder.hpp"

namespace vss {
namespace {
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

std::size_t CountEntries(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(WriteWholeFile, ReplacesTheTextAndLeavesNothingBehind) {
  const test::TempFolder folder;
  WriteWholeFile(folder / "a", "a long first text", 0600);
  WriteWholeFile(folder / "a", "second", 0640);
  EXPECT_EQ(ReadWholeFile(folder / "a", 100), "second");
  struct stat info{};
  ASSERT_EQ(::stat((folder / "a").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640U);
  EXPECT_EQ(CountEntries(folder.path()), 1U);
}

TEST(WriteWholeFile, LeavesTheOldFileWhenItCannotReplaceIt) {
  const test::TempFolder folder;
  std::filesystem::create_directories(folder / "a/b");
  EXPECT_THAT([&] { WriteWholeFile(folder / "a", "text", 0600); },
              ThrowsMessage<std::runtime_error>(HasSubstr("cannot replace")));
  EXPECT_EQ(CountEntries(folder.path()), 1U);
}

TEST(ReadWholeFile, RefusesWhatIsLargerThanAllowed) {
  const test::TempFolder folder;
  WriteWholeFile(folder / "a", "12345", 0600);
  EXPECT_EQ(ReadWholeFile(folder / "a", 5), "12345");
  EXPECT_THAT([&] { ReadWholeFile(folder / "a", 4); },
              ThrowsMessage<std::runtime_error>(HasSubstr("will not read")));
  EXPECT_THAT([&] { ReadWholeFile(folder / "b", 4); },
              ThrowsMessage<std::runtime_error>(HasSubstr("No such file")));
}

TEST(ReadWholeFile, TakesNoMoreMemoryThanTheFileNeeds) {
  const test::TempFolder folder;
  const std::string text(300'000, 'x');
  WriteWholeFile(folder / "a", text, 0600);
  EXPECT_EQ(ReadWholeFile(folder / "a", std::size_t{1} << 50), text);
}

TEST(FileReplacement, LeavesTheFileAsItIsUntilItIsWhole) {
  const test::TempFolder folder;
  WriteWholeFile(folder / "a", "old", 0600);
  WriteWholeFile(folder / "a.new", "left by a crash", 0600);
  {
    FileReplacement given_up(folder / "a", folder / "a.new", 0600);
    given_up.Append("half");
  }
  EXPECT_EQ(ReadWholeFile(folder / "a", 100), "old");
  EXPECT_EQ(CountEntries(folder.path()), 1U);
  FileReplacement replacement(folder / "a", folder / "a.new", 0600);
  replacement.Append("new ");
  replacement.Append("text");
  replacement.Commit();
  EXPECT_EQ(ReadWholeFile(folder / "a", 100), "new text");
  EXPECT_EQ(CountEntries(folder.path()), 1U);
}

TEST(RequirePrivate, NamesTheChmodThatHelps) {
  const test::TempFolder folder;
  WriteWholeFile(folder / "a", "", 0600);
  EXPECT_NO_THROW(RequirePrivate(folder / "a"));
  for (const mode_t mode : {0640, 0604, 0620, 0601}) {
    ::chmod((folder / "a").c_str(), mode);
    EXPECT_THAT([&] { RequirePrivate(folder / "a"); },
                ThrowsMessage<std::runtime_error>(HasSubstr("run: chmod 600 ")));
  }
}

TEST(OpenBeneath, FindsFilesOnlyBelowTheFolder) {
  const test::TempFolder folder;
  std::filesystem::create_directories(folder / "in/2026/01");
  WriteWholeFile(folder / "in/2026/01/a.wav", "sound", 0600);
  WriteWholeFile(folder / "secret", "secret", 0600);
  std::filesystem::create_symlink(folder / "secret", folder / "in/link.wav");
  std::filesystem::create_directory_symlink(folder.path(), folder / "in/up");
  const std::filesystem::path in = folder / "in";
  EXPECT_TRUE(OpenBeneath(in, "2026/01/a.wav"));
  for (const char* bad : {"", ".", "..", "../secret", "2026/../../secret", "link.wav", "up/secret", "2026/01",
                          "2026/01/", "2026/01/b.wav", "./2026/01/a.wav", "2026//../../secret"}) {
    EXPECT_FALSE(OpenBeneath(in, bad)) << bad;
  }
  EXPECT_FALSE(OpenBeneath(in, (folder / "secret").string()));
  EXPECT_FALSE(RemoveBeneath(in, "../secret"));
  EXPECT_FALSE(RemoveBeneath(in, "up/secret"));
  EXPECT_EQ(ReadWholeFile(folder / "secret", 100), "secret");
}

TEST(DatabaseReserve, IsAShareOfASmallDiskAndLittleOfALargeOne) {
  EXPECT_EQ(DatabaseReserve(100'000'000), 5'000'000U);
  EXPECT_EQ(DatabaseReserve(1ULL << 40), 64U << 20);
}

TEST(HasRoom, IsFalseWithNoSpaceForWhatIsMoreThanTheDiskHas) {
  const test::TempFolder folder;
  WriteWholeFile(folder / "a", "a", 0600);
  const FileHandle file(::open((folder / "a").c_str(), O_RDONLY));
  errno = 0;
  EXPECT_TRUE(HasRoom(file.get(), 1));
  EXPECT_FALSE(HasRoom(file.get(), std::filesystem::space(folder.path()).available));
  EXPECT_EQ(errno, ENOSPC);
  EXPECT_TRUE(HasRoom(-1, 1));
}

TEST(RemoveBeneath, RemovesAFileOnce) {
  const test::TempFolder folder;
  std::filesystem::create_directories(folder / "2026");
  WriteWholeFile(folder / "2026/a.wav", "sound", 0600);
  EXPECT_TRUE(RemoveBeneath(folder.path(), "2026/a.wav"));
  EXPECT_FALSE(RemoveBeneath(folder.path(), "2026/a.wav"));
  EXPECT_FALSE(RemoveBeneath(folder.path(), "2025/a.wav"));
}
}  // namespace
}  // namespace vss
