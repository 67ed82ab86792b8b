#include "base/config/secrets.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "base/config/load.hpp"
#include "base/files.hpp"
#include "base/testing/temp_folder.hpp"

namespace vss {
namespace {
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

mode_t ModeOf(const std::filesystem::path& path) {
  struct stat info{};
  EXPECT_EQ(::stat(path.c_str(), &info), 0);
  return info.st_mode & 07777;
}

class Secrets : public ::testing::Test {
 protected:
  Config Filled(std::string jwt_secret = "") {
    Config config;
    config.data_dir = folder_ / "data/deep";
    config.jwt_secret = Secret(std::move(jwt_secret));
    FillSecrets(config, random_);
    return config;
  }
  std::string Problem() {
    try {
      Filled();
    } catch (const ConfigError& e) {
      return e.what();
    }
    return "";
  }
  std::filesystem::path file() const { return folder_ / "data/deep/secrets.json"; }

  test::TempFolder folder_;
  SystemRandom random_;
};

TEST_F(Secrets, AreGeneratedOnceAndReadBack) {
  const Config first = Filled();
  EXPECT_EQ(first.jwt_secret.Reveal().size(), 64U);
  EXPECT_EQ(first.audit_key.Reveal().size(), 64U);
  EXPECT_NE(first.jwt_secret.Reveal(), first.audit_key.Reveal());
  EXPECT_EQ(first.do_not_call_key.Reveal().size(), 64U);
  EXPECT_NE(first.do_not_call_key.Reveal(), first.audit_key.Reveal());
  EXPECT_EQ(first.second_factor_key.Reveal().size(), 64U);
  EXPECT_NE(first.second_factor_key.Reveal(), first.jwt_secret.Reveal());
  const Config second = Filled();
  EXPECT_EQ(second.second_factor_key.Reveal(), first.second_factor_key.Reveal());
  EXPECT_EQ(second.jwt_secret.Reveal(), first.jwt_secret.Reveal());
  EXPECT_EQ(second.audit_key.Reveal(), first.audit_key.Reveal());
  EXPECT_EQ(second.do_not_call_key.Reveal(), first.do_not_call_key.Reveal());
}

TEST_F(Secrets, ArePrivateWhateverTheUmask) {
  const mode_t before = ::umask(0);
  Filled();
  ::umask(before);
  EXPECT_EQ(ModeOf(file()), 0600U);
  EXPECT_EQ(ModeOf(file().parent_path()), 0700U);
  EXPECT_EQ(ModeOf(file().parent_path().parent_path()), 0700U);
}

TEST_F(Secrets, LeaveTheOperatorsOwnAloneAndUnstored) {
  const std::string own = "canary-canary-canary-canary-canary";
  EXPECT_EQ(Filled(own).jwt_secret.Reveal(), own);
  EXPECT_THAT(ReadWholeFile(file(), 4096),
              AllOf(HasSubstr("audit_key"), Not(HasSubstr("canary")), Not(HasSubstr("jwt_secret"))));
}

TEST_F(Secrets, AddWhatALaterVersionNeedsAndKeepTheRest) {
  MakePrivateFolder(file().parent_path());
  const std::string audit_key(64, 'k');
  WriteWholeFile(file(), "{\"audit_key\":\"" + audit_key + "\",\"other\":1}", 0600);
  EXPECT_EQ(Filled().audit_key.Reveal(), audit_key);
  EXPECT_THAT(ReadWholeFile(file(), 4096), AllOf(HasSubstr("jwt_secret"), HasSubstr("\"other\":1")));
}

TEST_F(Secrets, RefuseAFileThatOthersCanReadAndSayWhatToDo) {
  Filled();
  ::chmod(file().c_str(), 0644);
  EXPECT_THAT(Problem(), AllOf(HasSubstr("VSS_DATA_DIR"), HasSubstr("mode 0644"),
                               HasSubstr("chmod 600 " + file().string())));
}

TEST_F(Secrets, RefuseADamagedFileInsteadOfReplacingIt) {
  Filled();
  for (const char* text :
       {"{\"jwt_secret\":\"canary", "[]", "", "{\"jwt_secret\":\"short\"}", "{\"jwt_secret\":5}"}) {
    WriteWholeFile(file(), text, 0600);
    EXPECT_THAT(Problem(), AllOf(HasSubstr("secrets.json"), Not(HasSubstr("canary")))) << text;
    EXPECT_EQ(ReadWholeFile(file(), 4096), text);
  }
}

TEST_F(Secrets, AreTheSameForProcessesThatStartTogether) {
  std::array<std::string, 8> keys;
  std::vector<std::jthread> starters;
  for (auto& key : keys) starters.emplace_back([&] { key = Filled().audit_key.Reveal(); });
  starters.clear();
  for (const auto& key : keys) EXPECT_EQ(key, keys[0]);
}

TEST_F(Secrets, SayThatTheFolderCannotBeCreated) {
  WriteWholeFile(folder_ / "data", "a file in the way", 0600);
  EXPECT_THAT(Problem(), AllOf(HasSubstr("VSS_DATA_DIR"), HasSubstr("cannot")));
}
}  // namespace
}  // namespace vss
