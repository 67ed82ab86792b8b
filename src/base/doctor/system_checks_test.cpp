#include "base/doctor/system_checks.hpp"

#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "base/config/secrets.hpp"
#include "base/files.hpp"
#include "base/testing/temp_folder.hpp"

namespace vss::doctor {
namespace {
using ::testing::AllOf;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::uint64_t kMiB = 1024 * 1024;

auto Ok(std::string_view found) {
  return AllOf(Field(&Check::mark, Mark::kOk), Field(&Check::found, HasSubstr(std::string(found))),
               Field(&Check::advice, IsEmpty()));
}
auto Wrong(Mark mark, std::string_view found, std::string_view advice) {
  return AllOf(Field(&Check::mark, mark), Field(&Check::found, HasSubstr(std::string(found))),
               Field(&Check::advice, HasSubstr(std::string(advice))));
}

TEST(Doctor, LooksAtTheDataFolderWithoutMakingIt) {
  const test::TempFolder folder;
  EXPECT_THAT(CheckDataFolder(folder.path()), Ok(folder.path().string()));
  EXPECT_THAT(CheckDataFolder(folder / "new/deep"), Ok("is made at the first start"));
  EXPECT_FALSE(std::filesystem::exists(folder / "new"));
  ::chmod(folder.path().c_str(), 0755);
  EXPECT_THAT(CheckDataFolder(folder.path()),
              Wrong(Mark::kWarning, "mode 0755", "chmod 700 " + folder.path().string()));
  WriteWholeFile(folder / "file", "", 0600);
  EXPECT_THAT(CheckDataFolder(folder / "file"), Wrong(Mark::kBad, "is not a folder", "VSS_DATA_DIR"));
  EXPECT_THAT(CheckDataFolder(folder / "file/sub"), Wrong(Mark::kBad, "cannot be made in", "VSS_DATA_DIR"));
}

TEST(Doctor, JudgesFreeSpace) {
  EXPECT_THAT(CheckFreeSpace(Space{100'000 * kMiB}), Ok("100000 MiB free"));
  EXPECT_THAT(CheckFreeSpace(Space{1999 * kMiB}), Wrong(Mark::kWarning, "1999 MiB", "make room"));
  EXPECT_THAT(CheckFreeSpace(Space{199 * kMiB}), Wrong(Mark::kBad, "199 MiB", "make room"));
  EXPECT_THAT(CheckFreeSpace(std::nullopt), Wrong(Mark::kWarning, "cannot be read", "df"));
  EXPECT_TRUE(FreeSpace("/tmp/not/there/yet"));
}

TEST(Doctor, LooksAtTheSecretsWithoutMakingOrShowingThem) {
  const test::TempFolder folder;
  SystemRandom random;
  Config config;
  config.data_dir = folder.path();
  EXPECT_THAT(CheckSecrets(config), Ok("at the first start"));
  EXPECT_FALSE(std::filesystem::exists(SecretsFile(config)));
  FillSecrets(config, random);
  EXPECT_THAT(CheckSecrets(config), Ok("private and whole"));
  ::chmod(SecretsFile(config).c_str(), 0640);
  EXPECT_THAT(CheckSecrets(config), Wrong(Mark::kBad, "chmod 600", "does not start"));
  WriteWholeFile(SecretsFile(config), "{\"jwt_secret\":\"canary\"}", 0600);
  EXPECT_THAT(CheckSecrets(config),
              AllOf(Wrong(Mark::kBad, "jwt_secret", ""), Field(&Check::found, Not(HasSubstr("canary")))));
}

TEST(Doctor, SaysWhoHasAPort) {
  const FileHandle handle(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{
      .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  socklen_t size = sizeof(address);
  auto* name = reinterpret_cast<sockaddr*>(&address);
  ASSERT_EQ(::bind(handle.get(), name, size), 0);
  ASSERT_EQ(::getsockname(handle.get(), name, &size), 0);
  const std::uint16_t port = ntohs(address.sin_port);
  EXPECT_THAT(CheckPort("PORT_OTTB", port, std::nullopt), Ok("is free"));
  ASSERT_EQ(::listen(handle.get(), 1), 0);
  EXPECT_THAT(CheckPort("PORT_OTTB", port, std::nullopt),
              Wrong(Mark::kBad, fmt::format("pid {} (vss_base_test)", ::getpid()), "set PORT_OTTB"));
  EXPECT_THAT(CheckPort("PORT_OTTB", port, Instance{::getpid(), {}, {}}), Ok("served by VSS"));
  EXPECT_THAT(CheckPort("PORT_OTTB", port, Instance{::getpid() + 1, {}, {}}),
              Wrong(Mark::kBad, "is in use", "stop it"));
}

TEST(Doctor, TriesTheAddressToListenOn) {
  EXPECT_THAT(CheckBind("127.0.0.1"), Ok("this machine's"));
  EXPECT_THAT(CheckBind("0.0.0.0"), Ok("this machine's"));
  EXPECT_THAT(CheckBind("203.0.113.77"), Wrong(Mark::kBad, "cannot listen on 203.0.113.77", "VSS_BIND"));
  EXPECT_THAT(CheckBind("nonsense"), Wrong(Mark::kBad, "not an IP address", "VSS_BIND"));
}

TEST(Doctor, JudgesTheClock) {
  FakeClock clock;
  clock.Set(*ParseRfc3339("2026-01-15T08:00:00Z"));
  EXPECT_THAT(CheckClock(clock), Ok("2026-01-15T08:00:00.000Z"));
  clock.Set(*ParseRfc3339("1970-01-01T00:01:00Z"));
  EXPECT_THAT(CheckClock(clock), Wrong(Mark::kBad, "cannot be right", "set the clock"));
}

TEST(Doctor, JudgesTheTimeServiceAndTheZone) {
  EXPECT_THAT(CheckNtp(NtpState::kSynchronised), Ok("synchronised"));
  EXPECT_THAT(CheckNtp(NtpState::kNotSynchronised), Wrong(Mark::kWarning, "not synchronised", "set-ntp"));
  EXPECT_THAT(CheckNtp(NtpState::kUnknown), Ok("not known here"));
  EXPECT_THAT(CheckTimeZone("Europe/Moscow"), Ok("Europe/Moscow"));
  EXPECT_THAT(CheckTimeZone("Mars/Base"), Wrong(Mark::kBad, "Mars/Base", "tzdata"));
}

TEST(Doctor, AsksForABasisOfRecordingAtTheFirstProvider) {
  Config config;
  EXPECT_THAT(CheckRecordBasis(config), Ok("test exchange"));
  config.provider_host = "sip.example.com";
  EXPECT_THAT(CheckRecordBasis(config), Wrong(Mark::kWarning, "not recorded", "VSS_RECORD_BASIS"));
  config.record_calls = RecordCalls::kOff;
  EXPECT_THAT(CheckRecordBasis(config), Ok("off"));
  config.record_basis = RecordBasisOption::kConsent;
  EXPECT_THAT(CheckRecordBasis(config), Ok("VSS_RECORD_BASIS"));
}

TEST(Doctor, JudgesTheLimitOfOpenFiles) {
  EXPECT_GT(MaxOpenFiles(), 0U);
  EXPECT_THAT(CheckOpenFiles(65536, 4096), Ok("65536 allowed"));
  EXPECT_THAT(CheckOpenFiles(1024, 4096),
              Wrong(Mark::kWarning, "1024 allowed, 4352 needed", "ulimit -Hn 4352"));
}

TEST(Doctor, JudgesSocketBuffers) {
  const test::TempFolder sys;
  EXPECT_THAT(CheckSocketBuffer("rmem_max", sys.path()), Ok("not known here"));
  std::filesystem::create_directories(sys / "net/core");
  std::ofstream(sys / "net/core/rmem_max") << "212992\n";
  EXPECT_THAT(CheckSocketBuffer("rmem_max", sys.path()),
              Wrong(Mark::kWarning, "net.core.rmem_max is 208 KiB", "sysctl -w net.core.rmem_max=8388608"));
  std::ofstream(sys / "net/core/rmem_max") << "8388608\n";
  EXPECT_THAT(CheckSocketBuffer("rmem_max", sys.path()), Ok("8192 KiB"));
}

TEST(Doctor, PrintsALineForEachCheckAndAdviceWhereNeeded) {
  const Checks checks = {{"clock", Mark::kOk, "fine", ""}, {"disk", Mark::kWarning, "little", "buy one"}};
  EXPECT_EQ(ToTable(checks),
            "✓ clock           fine\n! disk            little\n                  → buy one\n");
  EXPECT_EQ(ToJson(checks),
            (json::object{
                {"ok", true},
                {"checks",
                 {{{"name", "clock"}, {"status", "ok"}, {"found", "fine"}},
                  {{"name", "disk"}, {"status", "warning"}, {"found", "little"}, {"advice", "buy one"}}}}}));
}

TEST(Doctor, FailsForBadChecksOnly) {
  EXPECT_EQ(ExitCode({}), 0);
  EXPECT_EQ(ExitCode({{"a", Mark::kWarning, "", ""}}), 0);
  EXPECT_EQ(ExitCode({{"a", Mark::kOk, "", ""}, {"b", Mark::kBad, "", ""}}), 1);
}
}  // namespace
}  // namespace vss::doctor
