#include "base/tls/store.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "base/files.hpp"
#include "base/testing/temp_folder.hpp"

namespace vss::tls {
namespace {
using std::chrono::days;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

class TlsStore : public ::testing::Test {
 protected:
  Made Make(std::vector<std::string> hosts = {"localhost"}, Instant from = kNow) {
    return MakeServerCertificate(files_, hosts, {from, days(397)}, random_);
  }
  static mode_t ModeOf(const std::filesystem::path& path) {
    struct stat info{};
    EXPECT_EQ(::stat(path.c_str(), &info), 0);
    return info.st_mode & 07777;
  }
  std::string AuthorityFingerprint() {
    return Describe(*ParseCertificates(ReadWholeFile(files_.authority, 10'000), "ca")[0]).fingerprint;
  }

  static constexpr Instant kNow{std::chrono::seconds(1'790'000'000)};
  test::TempFolder folder_;
  Files files_ = FilesIn(folder_ / "data");
  SystemRandom random_;
};

TEST_F(TlsStore, MakesFilesThatAServerCanUseAndKeepsKeysPrivate) {
  Make();
  const Served served = ReadServed(files_.certificate, files_.key, kNow + days(1));
  EXPECT_FALSE(served.problem);
  EXPECT_EQ(served.server.issuer, "CN = VSS CA of localhost");
  EXPECT_EQ(ModeOf(files_.folder), 0700U);
  EXPECT_EQ(ModeOf(files_.key), 0600U);
  EXPECT_EQ(ModeOf(files_.authority_key), 0600U);
}

TEST_F(TlsStore, KeepsTheAuthorityThatBrowsersTrust) {
  EXPECT_EQ(Make().authority, AuthorityOrigin::kNew);
  const std::string first = AuthorityFingerprint();
  EXPECT_EQ(Make({"other.example"}, kNow + days(100)).authority, AuthorityOrigin::kKept);
  EXPECT_EQ(AuthorityFingerprint(), first);
}

TEST_F(TlsStore, ReplacesAnAuthorityThatIsAboutToEnd) {
  Make();
  const std::string first = AuthorityFingerprint();
  EXPECT_EQ(Make({"localhost"}, kNow + kAuthorityDays - days(10)).authority, AuthorityOrigin::kNew);
  EXPECT_NE(AuthorityFingerprint(), first);
}

TEST_F(TlsStore, LeavesTheOldCertificateWhenAHostIsWrong) {
  const std::string fingerprint = Make().server.fingerprint;
  EXPECT_THROW(Make({"not a host"}), std::runtime_error);
  EXPECT_EQ(ReadServed(files_.certificate, files_.key, kNow).server.fingerprint, fingerprint);
}

TEST_F(TlsStore, WritesNothingForAWrongHost) {
  EXPECT_THROW(Make({"not a host"}), std::runtime_error);
  EXPECT_FALSE(std::filesystem::exists(files_.folder));
}

TEST_F(TlsStore, ImportsACertificateWithItsChain) {
  const Identity authority = IssueAuthority("Company CA", {kNow, days(100)}, random_);
  const Identity server = IssueServer(authority, {"vss.example"}, {kNow, days(50)}, random_);
  ImportCertificate(files_, {ToPem(*server.certificate), ToPem(*server.key), ToPem(*authority.certificate)},
                    kNow);
  const Served served = ReadServed(files_.certificate, files_.key, kNow + days(1));
  EXPECT_FALSE(served.problem);
  EXPECT_EQ(served.server.subject, "CN = vss.example");
  EXPECT_EQ(ParseCertificates(ReadWholeFile(files_.certificate, 10'000), "x").size(), 2U);
}

TEST_F(TlsStore, RefusesToImportWhatAServerCouldNotUseAndKeepsTheOld) {
  const std::string fingerprint = Make().server.fingerprint;
  const Identity authority = IssueAuthority("Company CA", {kNow, days(100)}, random_);
  const Identity server = IssueServer(authority, {"vss.example"}, {kNow, days(50)}, random_);
  const auto import = [&](std::string key, Instant at) {
    return [&, key, at] { ImportCertificate(files_, {ToPem(*server.certificate), key, ""}, at); };
  };
  EXPECT_THAT(import(ToPem(*authority.key), kNow),
              ThrowsMessage<std::runtime_error>(HasSubstr("not the certificate's")));
  EXPECT_THAT(import(ToPem(*server.key), kNow + days(51)),
              ThrowsMessage<std::runtime_error>(HasSubstr("expired on")));
  EXPECT_THAT(import("nonsense", kNow),
              ThrowsMessage<std::runtime_error>(HasSubstr("the key: holds no private key")));
  EXPECT_EQ(ReadServed(files_.certificate, files_.key, kNow).server.fingerprint, fingerprint);
}

TEST_F(TlsStore, TellsWhyTheServedCertificateCannotBeUsed) {
  Make();
  EXPECT_THAT(ReadServed(files_.certificate, files_.key, kNow + days(400)).problem.value_or(""),
              HasSubstr("expired on"));
  EXPECT_THAT([&] { ReadServed(files_.folder / "none.crt", files_.key, kNow); },
              ThrowsMessage<std::runtime_error>(HasSubstr("none.crt: No such file")));
}
}  // namespace
}  // namespace vss::tls
