#include "sip/digest/digest.hpp"

#include <gmock/gmock.h>

namespace vss::sip::digest {
namespace {
constexpr std::string_view kRfc7616Nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
constexpr std::string_view kRfc7616Cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

Challenge Rfc7616(Algorithm algorithm) {
  return {.realm = "http-auth@example.org",
          .nonce = std::string(kRfc7616Nonce),
          .opaque = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
          .algorithm = algorithm};
}

// RFC 7616 §3.9.1.
TEST(DigestAnswer, GivesTheVectorsOfRfc7616) {
  const Ha1 ha1 = MakeHa1("Mufasa", "http-auth@example.org", "Circle of Life");
  const auto answer = [&](Algorithm algorithm) {
    return Answer(Rfc7616(algorithm), "Mufasa", ha1, "GET", "/dir/index.html", 1, kRfc7616Cnonce).response;
  };
  EXPECT_EQ(answer(Algorithm::kMd5), "8ca523f5e9506fed4657c9700eebdbec");
  EXPECT_EQ(answer(Algorithm::kSha256), "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
}

// RFC 2617 §3.5.
TEST(DigestVerify, TakesTheExampleOfRfc2617) {
  const auto credentials = ParseCredentials(
      "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", "
      "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\",\r\n"
      " uri=\"/dir/index.html\", qop=auth, nc=00000001, cnonce=\"0a4f113b\",\r\n"
      " response=\"6629fae49393a05397450978507c4ef1\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");
  ASSERT_TRUE(credentials);
  const Ha1 ha1 = MakeHa1("Mufasa", "testrealm@host.com", "Circle Of Life");
  EXPECT_TRUE(Verify(*credentials, ha1, "GET"));
  EXPECT_FALSE(Verify(*credentials, ha1, "PUT"));
  EXPECT_FALSE(Verify(*credentials, MakeHa1("Mufasa", "testrealm@host.com", "circle of life"), "GET"));
}

TEST(DigestVerify, NoticesEveryFieldThatChanges) {
  const Ha1 ha1 = MakeHa1("u", "r", "p");
  for (const Algorithm algorithm : {Algorithm::kMd5, Algorithm::kSha256}) {
    const Credentials good =
        Answer({.realm = "r", .nonce = "n", .algorithm = algorithm}, "u", ha1, "REGISTER", "sip:h", 1, "c");
    EXPECT_TRUE(Verify(good, ha1, "REGISTER"));
    for (auto field : {&Credentials::nonce, &Credentials::uri, &Credentials::cnonce, &Credentials::nc,
                       &Credentials::response}) {
      Credentials bad = good;
      (bad.*field).back() ^= 1;
      EXPECT_FALSE(Verify(bad, ha1, "REGISTER"));
    }
    Credentials without_qop = good;
    without_qop.qop.clear();
    EXPECT_FALSE(Verify(without_qop, ha1, "REGISTER"));
  }
}

TEST(DigestVerify, RefusesAUserWithoutHa1OfThatAlgorithm) {
  const Credentials credentials = Answer({.realm = "r", .nonce = "n", .algorithm = Algorithm::kSha256}, "u",
                                         {}, "INVITE", "sip:h", 1, "c");
  EXPECT_FALSE(Verify(credentials, {}, "INVITE"));
}

// RFC 2069: without qop neither nc nor cnonce count.
TEST(DigestAnswer, LeavesOutNcWithoutQop) {
  const Ha1 ha1 = MakeHa1("u", "r", "p");
  const Credentials credentials =
      Answer({.realm = "r", .nonce = "n", .qop_auth = false}, "u", ha1, "INVITE", "sip:h", 1, "c");
  const std::string header = WriteCredentials(credentials);
  EXPECT_THAT(header, testing::Not(testing::HasSubstr("nc=")));
  EXPECT_TRUE(Verify(*ParseCredentials(header), ha1, "INVITE"));
}

TEST(DigestCredentials, SurviveTheHeaderWithQuotesAndCommasInside) {
  const Ha1 ha1 = MakeHa1(R"(a"b\c, d)", "r", "p");
  const Credentials sent = Answer({.realm = R"(x",y="z)", .nonce = "n", .opaque = "o"}, R"(a"b\c, d)", ha1,
                                  "INVITE", "sip:h", 0xabcdef, "c");
  const auto got = ParseCredentials(WriteCredentials(sent));
  ASSERT_TRUE(got);
  EXPECT_EQ(got->username, R"(a"b\c, d)");
  EXPECT_EQ(got->realm, R"(x",y="z)");
  EXPECT_EQ(got->nc, "00abcdef");
  EXPECT_EQ(got->opaque, "o");
  EXPECT_TRUE(Verify(*got, ha1, "INVITE"));
}

TEST(DigestCredentials, AreRefusedWhenTheyAreIncompleteOrOfAnotherKind) {
  const std::string r32(32, 'a');
  const std::string base = "username=\"u\",realm=\"r\",nonce=\"n\",uri=\"sip:h\",response=\"" + r32 + "\"";
  EXPECT_TRUE(ParseCredentials("Digest " + base));
  EXPECT_TRUE(ParseCredentials("dIGEST ,, " + base + ",x=y,"));
  for (const std::string& bad : {
           std::string(),
           std::string("Digest"),
           "Basic " + base,
           "Digest" + base,
           "Digest " + base + ",algorithm=MD5-sess",
           "Digest " + base + ",algorithm=SHA-512-256",
           "Digest " + base + ",algorithm=SHA-256",
           "Digest " + base + ",qop=auth-int,nc=00000001,cnonce=\"c\"",
           "Digest " + base + ",qop=auth,cnonce=\"c\"",
           "Digest " + base + ",qop=auth,nc=1,cnonce=\"c\"",
           "Digest " + base + ",qop=auth,nc=00000001",
           "Digest " + base + ",userhash=true",
           "Digest " + base + ",nonce=\"m\"",
           "Digest " + base + ",opaque=\"x",
           "Digest " + base + " x=y",
           "Digest " + base + ",x",
           "Digest " + base + ",=y",
           "Digest " + base + ",x=",
           "Digest " + base + ",x=\"" + std::string(kMaxHeaderBytes, 'y') + "\"",
           std::string("Digest realm=\"r\",nonce=\"n\",uri=\"sip:h\",response=\"") + r32 + "\"",
       }) {
    EXPECT_FALSE(ParseCredentials(bad)) << bad;
  }
}

TEST(DigestChallenge, SurvivesTheHeader) {
  const Challenge sent{
      .realm = "v\"ss", .nonce = "n", .opaque = "o", .algorithm = Algorithm::kSha256, .stale = true};
  EXPECT_EQ(WriteChallenge(sent),
            R"(Digest realm="v\"ss", nonce="n", opaque="o", stale=true, algorithm=SHA-256, qop="auth")");
  const auto got = ParseChallenge(WriteChallenge(sent));
  ASSERT_TRUE(got);
  EXPECT_EQ(got->realm, sent.realm);
  EXPECT_EQ(got->algorithm, Algorithm::kSha256);
  EXPECT_TRUE(got->stale && got->qop_auth);
}

TEST(DigestChallenge, IsRefusedForWhatVssDoesNotDo) {
  EXPECT_TRUE(ParseChallenge("Digest realm=\"r\",nonce=\"n\",qop=\"auth-int,auth\"")->qop_auth);
  EXPECT_FALSE(ParseChallenge("Digest realm=\"r\",nonce=\"n\"")->qop_auth);
  EXPECT_FALSE(ParseChallenge("Digest realm=\"r\",nonce=\"n\",qop=\"auth-int\""));
  EXPECT_FALSE(ParseChallenge("Digest realm=\"r\",nonce=\"n\",algorithm=AKAv1-MD5"));
  EXPECT_FALSE(ParseChallenge("Digest realm=\"r\""));
  EXPECT_FALSE(ParseChallenge("Basic realm=\"r\""));
}

// RFC 8760 §2.4.
TEST(DigestChallenge, StrongestOfSeveralIsSha256ElseTheTopmost) {
  const std::string_view both[] = {"Digest realm=\"r\",nonce=\"1\",algorithm=SHA-512-256",
                                   "Digest realm=\"r\",nonce=\"2\"", "Digest realm=\"r\",nonce=\"3\"",
                                   "Digest realm=\"r\",nonce=\"4\",algorithm=SHA-256"};
  EXPECT_EQ(StrongestChallenge(both)->nonce, "4");
  EXPECT_EQ(StrongestChallenge(std::span(both).first(3))->nonce, "2");
  EXPECT_FALSE(StrongestChallenge(std::span(both).first(1)));
}

using Verdict = NonceKeeper::Verdict;
using std::chrono::seconds;
constexpr std::string_view kPeer = "192.0.2.1";

TEST(NonceKeeper, TakesItsOwnNonceFromItsPeerInItsTime) {
  NonceKeeper keeper("key", {.lifetime = seconds(300)});
  const std::string nonce = keeper.Make(seconds(1000), kPeer);
  EXPECT_NE(nonce, keeper.Make(seconds(1000), kPeer));
  EXPECT_EQ(keeper.Check(nonce, "192.0.2.2", "00000001", seconds(1000)), Verdict::kForged);
  EXPECT_EQ(keeper.Check(nonce, kPeer, "00000001", seconds(1301)), Verdict::kStale);
  EXPECT_EQ(keeper.Check(nonce, kPeer, "00000001", seconds(999)), Verdict::kStale);
  EXPECT_EQ(keeper.Check(nonce, kPeer, "00000001", seconds(1300)), Verdict::kGood);
}

TEST(NonceKeeper, RefusesEveryNonceWithOneCharacterChanged) {
  NonceKeeper keeper("key", {});
  const std::string nonce = keeper.Make(seconds(1000), kPeer);
  for (std::size_t i = 0; i < nonce.size(); ++i) {
    std::string forged = nonce;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(keeper.Check(forged, kPeer, "00000001", seconds(1000)), Verdict::kForged) << i;
  }
  NonceKeeper other("another key", {});
  for (const std::string& forged : {other.Make(seconds(1000), kPeer), std::string(), nonce + "A",
                                    nonce.substr(1), std::string(100'000, 'A')}) {
    EXPECT_EQ(keeper.Check(forged, kPeer, "00000001", seconds(1000)), Verdict::kForged);
  }
  EXPECT_EQ(keeper.Check(nonce, kPeer, "00000001", seconds(1000)), Verdict::kGood);
}

// RFC 7616 §3.4: a count that was seen is a replay. Datagrams change their order, so a window stays open.
TEST(NonceKeeper, TakesEachCountOnceInsideAWindowOf64) {
  NonceKeeper keeper("key", {});
  const std::string nonce = keeper.Make(seconds(0), kPeer);
  const auto check = [&](std::string_view nc) { return keeper.Check(nonce, kPeer, nc, seconds(1)); };
  EXPECT_EQ(check("00000001"), Verdict::kGood);
  EXPECT_EQ(check("00000001"), Verdict::kReplayed);
  EXPECT_EQ(check("00000003"), Verdict::kGood);
  EXPECT_EQ(check("00000002"), Verdict::kGood);
  EXPECT_EQ(check("00000002"), Verdict::kReplayed);
  EXPECT_EQ(check("00000042"), Verdict::kGood);
  EXPECT_EQ(check("00000003"), Verdict::kReplayed);
  EXPECT_EQ(check("00000004"), Verdict::kGood);
  EXPECT_EQ(check("00000002"), Verdict::kReplayed);
  EXPECT_EQ(check("ffffFFFF"), Verdict::kGood);
  EXPECT_EQ(check("00000043"), Verdict::kReplayed);
  for (const std::string_view bad : {"00000000", "1", "0000000g", "000000001"})
    EXPECT_EQ(check(bad), Verdict::kForged);
}

TEST(NonceKeeper, IsGoodOnceForAClientThatDoesNotCount) {
  NonceKeeper keeper("key", {});
  const std::string nonce = keeper.Make(seconds(0), kPeer);
  EXPECT_EQ(keeper.Check(nonce, kPeer, "", seconds(1)), Verdict::kGood);
  EXPECT_EQ(keeper.Check(nonce, kPeer, "", seconds(1)), Verdict::kReplayed);
}

TEST(NonceKeeper, NeverForgetsAUseForLackOfRoom) {
  NonceKeeper keeper("key", {.max_tracked = 1});
  const std::string older = keeper.Make(seconds(1), kPeer), newer = keeper.Make(seconds(2), kPeer);
  EXPECT_EQ(keeper.Check(older, kPeer, "00000001", seconds(2)), Verdict::kGood);
  EXPECT_EQ(keeper.Check(newer, kPeer, "00000001", seconds(2)), Verdict::kGood);
  EXPECT_EQ(keeper.Check(older, kPeer, "00000001", seconds(2)), Verdict::kStale);
  EXPECT_EQ(keeper.Check(older, kPeer, "00000002", seconds(2)), Verdict::kStale);
  EXPECT_EQ(keeper.Check(newer, kPeer, "00000001", seconds(2)), Verdict::kReplayed);
}

// Thousands of phones register in one second after a power cut: that another nonce took the place first must
// not cost each of them a second challenge.
TEST(NonceKeeper, TakesNoncesOfOneSecondInTheirOrder) {
  NonceKeeper keeper("key", {.max_tracked = 1});
  for (int i = 0; i < 64; ++i) {
    const std::string nonce = keeper.Make(std::chrono::milliseconds(1000 + i), kPeer);
    EXPECT_EQ(keeper.Check(nonce, kPeer, "00000001", std::chrono::milliseconds(1000 + i)), Verdict::kGood);
  }
}
}  // namespace
}  // namespace vss::sip::digest
