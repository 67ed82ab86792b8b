#include <gmock/gmock.h>
#include <openssl/x509_vfy.h>

#include "base/tls/certificate.hpp"
#include "base/tls/issue.hpp"

namespace vss::tls {
namespace {
using std::chrono::days;
using std::chrono::hours;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

class Tls : public ::testing::Test {
 protected:
  Identity Authority(std::string_view name = "VSS test CA") {
    return IssueAuthority(name, {now_, kAuthorityDays}, random_);
  }
  Identity Server(const Identity& authority,
                  std::vector<std::string> hosts = {"localhost", "vss.example", "127.0.0.1", "::1"},
                  days length = days(397)) {
    return IssueServer(authority, hosts, {now_, length}, random_);
  }
  // What a browser does that trusts `authority` and asks for `host`; X509_V_OK or why not.
  int Verify(const Identity& authority, const Identity& server, const char* host, const char* address,
             Instant at) {
    std::unique_ptr<X509_STORE, Deleter<&X509_STORE_free>> store(X509_STORE_new());
    X509_STORE_add_cert(store.get(), authority.certificate.get());
    std::unique_ptr<X509_STORE_CTX, Deleter<&X509_STORE_CTX_free>> context(X509_STORE_CTX_new());
    X509_STORE_CTX_init(context.get(), store.get(), server.certificate.get(), nullptr);
    X509_STORE_CTX_set_default(context.get(), "ssl_server");
    X509_VERIFY_PARAM* param = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_X509_STRICT);
    if (host != nullptr) X509_VERIFY_PARAM_set1_host(param, host, 0);
    if (address != nullptr) X509_VERIFY_PARAM_set1_ip_asc(param, address);
    X509_VERIFY_PARAM_set_time(
        param, std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
    return X509_verify_cert(context.get()) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(context.get());
  }
  auto Using(const std::vector<Certificate>& chain, const EVP_PKEY& key, Instant at) {
    return [&chain, &key, at] { RequireUsable(chain, key, at); };
  }

  SystemRandom random_;
  Instant now_{std::chrono::seconds(1'790'000'000)};
};

template <class... T>
std::vector<Certificate> Chain(const T&... certificates) {
  return ParseCertificates((ToPem(*certificates) + ...), "chain");
}

TEST_F(Tls, ServerCertificateIsAcceptedByWhoTrustsTheAuthority) {
  const Identity authority = Authority(), server = Server(authority);
  EXPECT_EQ(Verify(authority, server, "localhost", nullptr, now_ + hours(1)), X509_V_OK);
  EXPECT_EQ(Verify(authority, server, "vss.example", nullptr, now_ + hours(1)), X509_V_OK);
  EXPECT_EQ(Verify(authority, server, nullptr, "127.0.0.1", now_ + hours(1)), X509_V_OK);
  EXPECT_EQ(Verify(authority, server, nullptr, "::1", now_ + hours(1)), X509_V_OK);
}

TEST_F(Tls, ServerCertificateIsRefusedElsewhereLaterAndByOthers) {
  const Identity authority = Authority(), server = Server(authority), other = Authority();
  EXPECT_EQ(Verify(authority, server, "evil.example", nullptr, now_ + hours(1)),
            X509_V_ERR_HOSTNAME_MISMATCH);
  EXPECT_EQ(Verify(authority, server, nullptr, "127.0.0.2", now_ + hours(1)), X509_V_ERR_IP_ADDRESS_MISMATCH);
  EXPECT_EQ(Verify(authority, server, "localhost", nullptr, now_ + days(398)), X509_V_ERR_CERT_HAS_EXPIRED);
  EXPECT_EQ(Verify(authority, server, "localhost", nullptr, now_ - hours(1)), X509_V_ERR_CERT_NOT_YET_VALID);
  EXPECT_NE(Verify(other, server, "localhost", nullptr, now_ + hours(1)), X509_V_OK);
}

TEST_F(Tls, ServerCertificateCannotSignAnother) {
  const Identity authority = Authority(), server = Server(authority);
  EXPECT_NE(Verify(server, Server(server), "localhost", nullptr, now_ + hours(1)), X509_V_OK);
}

TEST_F(Tls, ServerCertificateEndsWithItsAuthority) {
  const Identity authority = IssueAuthority("short", {now_, days(10)}, random_);
  EXPECT_EQ(Describe(*Server(authority).certificate).not_after, now_ + days(10));
}

TEST_F(Tls, DescribesNamesAndValidity) {
  const CertificateInfo info = Describe(*Server(Authority()).certificate);
  EXPECT_EQ(info.subject, "CN = localhost");
  EXPECT_EQ(info.issuer, "CN = VSS test CA");
  EXPECT_THAT(info.names, ElementsAre("localhost", "vss.example", "127.0.0.1", "::1"));
  EXPECT_EQ(info.not_before, now_);
  EXPECT_EQ(info.not_after, now_ + days(397));
  EXPECT_EQ(info.fingerprint.size(), 95U);
}

TEST_F(Tls, RefusesHostsThatAreNeitherNameNorAddress) {
  const Identity authority = Authority();
  for (const char* host : {"", "a b", "a,DNS:evil.example", "https://a", "a..b", ".a", "-a", "a."}) {
    EXPECT_THAT([&] { Server(authority, {host}); },
                ThrowsMessage<std::runtime_error>(HasSubstr("neither a DNS name nor")))
        << host;
  }
  EXPECT_NO_THROW(Server(authority, {"*.vss.example"}));
}

TEST_F(Tls, ReadsBackWhatItWrites) {
  const Identity authority = Authority();
  EXPECT_EQ(Describe(*Chain(authority.certificate)[0]).fingerprint,
            Describe(*authority.certificate).fingerprint);
  EXPECT_TRUE(KeyMatches(*authority.certificate, *ParsePrivateKey(ToPem(*authority.key), "key")));
}

TEST_F(Tls, AcceptsAChainInOrder) {
  const Identity authority = Authority(), server = Server(authority);
  EXPECT_NO_THROW(RequireUsable(Chain(server.certificate), *server.key, now_ + hours(1)));
  EXPECT_NO_THROW(
      RequireUsable(Chain(server.certificate, authority.certificate), *server.key, now_ + hours(1)));
}

TEST_F(Tls, RefusesAKeyOfAnotherCertificate) {
  const Identity authority = Authority(), server = Server(authority);
  EXPECT_THAT(Using(Chain(server.certificate), *authority.key, now_),
              ThrowsMessage<std::runtime_error>(HasSubstr("not the certificate's")));
}

TEST_F(Tls, RefusesExpiredAndFutureCertificates) {
  const Identity authority = Authority(), server = Server(authority);
  const auto chain = Chain(server.certificate);
  EXPECT_THAT(Using(chain, *server.key, now_ + days(398)),
              ThrowsMessage<std::runtime_error>(HasSubstr("CN = localhost expired on")));
  EXPECT_THAT(Using(chain, *server.key, now_ - days(1)),
              ThrowsMessage<std::runtime_error>(HasSubstr("is valid from")));
}

TEST_F(Tls, RefusesAChainThatDoesNotLead) {
  const Identity authority = Authority(), other = Authority(), server = Server(authority);
  EXPECT_THAT(Using(Chain(server.certificate, other.certificate), *server.key, now_),
              ThrowsMessage<std::runtime_error>(HasSubstr("out of order")));
  EXPECT_THAT(
      Using(Chain(authority.certificate, server.certificate), *authority.key, now_),
      ThrowsMessage<std::runtime_error>(AllOf(HasSubstr("out of order"), HasSubstr("CN = VSS test CA"))));
}

TEST_F(Tls, SaysWhatIsWrongWithAFile) {
  const Identity authority = Authority();
  const std::string key = ToPem(*authority.key), certificate = ToPem(*authority.certificate);
  EXPECT_THAT([&] { ParseCertificates(key, "a.crt"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("a.crt: holds no certificate")));
  EXPECT_THAT([&] { ParseCertificates(certificate + certificate.substr(0, 200), "a.crt"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("certificate 2 in it is damaged")));
  EXPECT_THAT([&] { ParsePrivateKey(certificate, "a.key"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("a.key: holds no private key")));
  EXPECT_THAT(
      [&] {
        ParsePrivateKey("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
                        "a.key");
      },
      ThrowsMessage<std::runtime_error>(HasSubstr("without a pass phrase")));
}
}  // namespace
}  // namespace vss::tls
