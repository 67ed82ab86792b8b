#include "sip/registrar/authenticator.hpp"

#include <gtest/gtest.h>

#include "sip/registrar/testing/phone.hpp"

namespace vss::test {
namespace {
using namespace std::chrono_literals;
using sip::Authenticator;
using Verdict = Authenticator::Verdict;
using Source = Authenticator::Source;

class DigestServer : public testing::Test {
 protected:
  DigestServer() { Make(sip::DigestOffer::kBoth); }
  void Make(sip::DigestOffer offer) {
    server.emplace(Authenticator::Settings{.realm = "vss.internal", .offer = offer}, std::string(32, 'k'),
                   [this] { return now; });
    server->Put("6001", sip::digest::MakeHa1("6001", "vss.internal", "secret"));
  }
  /// What the phone sends next is judged; a challenge is kept for its next request.
  Verdict Try(Phone& phone, Source source = Source::kUnknown) {
    const sip::StoredMessage request = phone.Register();
    const Verdict verdict = server->Check(*request, phone.user, phone.flow, source);
    if (verdict != Verdict::kGood) {
      last = server->Refusal(*request, verdict, phone.flow, "tag");
      phone.TakeChallenge(*FakeStack::Stored(last));
    }
    return verdict;
  }
  /// Challenge and answer.
  Verdict Full(Phone& phone, Source source = Source::kUnknown) {
    phone.challenge.reset();
    EXPECT_EQ(Try(phone, source), Verdict::kChallenge);
    return Try(phone, source);
  }

  std::chrono::milliseconds now = 1'000'000s;
  std::optional<Authenticator> server;
  std::string last;
};

// RFC 3261 §22.1, RFC 8760 §2.3: the strongest first.
TEST_F(DigestServer, ChallengesAndAcceptsTheRightPassword) {
  Phone phone;
  EXPECT_EQ(Try(phone), Verdict::kChallenge);
  EXPECT_LT(last.find("algorithm=SHA-256"), last.find("algorithm=MD5"));
  EXPECT_NE(last.find("algorithm=MD5"), std::string::npos);
  EXPECT_TRUE(last.starts_with("SIP/2.0 401 "));
  EXPECT_EQ(Try(phone), Verdict::kGood);
  phone.algorithm = sip::digest::Algorithm::kMd5;
  EXPECT_EQ(Full(phone), Verdict::kGood);
}

TEST_F(DigestServer, OffersAndTakesOnlyWhatIsSet) {
  for (const auto [offer, good, bad] :
       {std::tuple{sip::DigestOffer::kSha256, sip::digest::Algorithm::kSha256, sip::digest::Algorithm::kMd5},
        std::tuple{sip::DigestOffer::kMd5, sip::digest::Algorithm::kMd5, sip::digest::Algorithm::kSha256}}) {
    Make(offer);
    Phone phone;
    phone.algorithm = good;
    EXPECT_EQ(Full(phone), Verdict::kGood);
    phone.algorithm = bad;  // downgrade: a good digest under an algorithm that was not offered
    EXPECT_EQ(Try(phone), Verdict::kChallenge);
    EXPECT_EQ(last.find("WWW-Authenticate"), last.rfind("WWW-Authenticate"));
  }
}

// No enumeration: what is said does not depend on whether the user exists.
TEST_F(DigestServer, AnswersUnknownUsersLikeWrongPasswords) {
  Phone unknown{.user = "7777"}, wrong{.password = "guess"};
  EXPECT_EQ(Try(unknown), Verdict::kChallenge);
  EXPECT_EQ(Try(wrong), Verdict::kChallenge);
  EXPECT_EQ(Try(unknown), Verdict::kRefused);
  const std::string one = last;
  EXPECT_EQ(Try(wrong), Verdict::kRefused);
  EXPECT_EQ(one.substr(0, one.find("\r\n")), "SIP/2.0 403 Forbidden");
  EXPECT_EQ(one.size(), last.size());
}

TEST_F(DigestServer, RefusesAnotherUsersCredentials) {
  server->Put("6002", sip::digest::MakeHa1("6002", "vss.internal", "other"));
  Phone phone{.user = "6001", .username = "6002", .password = "other"};
  EXPECT_EQ(Full(phone), Verdict::kRefused);
}

// RFC 7616 §3.4.6
TEST_F(DigestServer, RefusesCredentialsForAnotherResource) {
  Phone phone;
  phone.digest_uri = "sip:elsewhere.example";
  EXPECT_EQ(Full(phone), Verdict::kRefused);
}

// RFC 7616 §5.12
TEST_F(DigestServer, RefusesAReplay) {
  Phone phone;
  EXPECT_EQ(Full(phone), Verdict::kGood);
  --phone.nonce_count;
  EXPECT_EQ(Try(phone), Verdict::kStale);
  EXPECT_NE(last.find("stale=true"), std::string::npos);
  EXPECT_EQ(Try(phone), Verdict::kGood);  // with the fresh nonce
}

// RFC 7616 §3.3
TEST_F(DigestServer, CallsAnOldNonceStale) {
  Phone phone;
  EXPECT_EQ(Full(phone), Verdict::kGood);
  now += 301s;
  EXPECT_EQ(Try(phone), Verdict::kStale);
  EXPECT_EQ(Try(phone), Verdict::kGood);
}

TEST_F(DigestServer, ChallengesAnewForANonceThatIsNotItsOwnOrOfAnotherAddress) {
  Phone phone;
  Try(phone);
  phone.challenge->nonce = "made-up";
  EXPECT_EQ(Try(phone), Verdict::kChallenge);
  EXPECT_EQ(Try(phone), Verdict::kGood);
  Phone thief = phone;
  thief.flow = FlowFrom("203.0.113.66");
  EXPECT_EQ(Try(thief), Verdict::kChallenge);
}

TEST_F(DigestServer, ChallengesCredentialsOfAnotherRealmAndGarbage) {
  Phone phone;
  Try(phone);
  phone.challenge->realm = "elsewhere";
  EXPECT_EQ(Try(phone), Verdict::kChallenge);
  phone.raw_authorization = "Digest ,,,=";
  EXPECT_EQ(Try(phone), Verdict::kChallenge);
  phone.raw_authorization = "Basic Zm9vOmJhcg==";
  EXPECT_EQ(Try(phone), Verdict::kChallenge);
}

// Ten wrong passwords over all sources lock the account: who guesses on has few tries, whoever knows the
// password needs one.
TEST_F(DigestServer, LocksOutAfterTenFailuresFromAnySources) {
  for (int i = 0; i < 10; ++i) {
    Phone attacker{.password = "guess" + std::to_string(i)};
    attacker.flow = FlowFrom("203.0.113." + std::to_string(i + 1));
    EXPECT_EQ(Full(attacker), Verdict::kRefused);
  }
  Phone owner;
  EXPECT_EQ(Full(owner), Verdict::kGood);
  Phone guesser{.password = "guess"};
  guesser.flow = FlowFrom("203.0.113.66");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(Full(guesser), Verdict::kRefused);
  guesser.password = "secret";
  EXPECT_EQ(Full(guesser), Verdict::kRefused) << "a guess that is right after too many that were not";
  EXPECT_TRUE(last.starts_with("SIP/2.0 403 "));
  EXPECT_EQ(server->counters().locked_out, 1u);
  // The live binding goes on, also from that address.
  EXPECT_EQ(Full(guesser, Source::kRegistered), Verdict::kGood);
  EXPECT_EQ(Full(owner), Verdict::kGood);
  now += 10s;
  EXPECT_EQ(Full(guesser), Verdict::kGood) << "one try came back";
}

// Whoever writes the owner's address into a datagram never sees our challenge.
TEST_F(DigestServer, CountsNothingThatAForgedSourceSends) {
  Phone forged{.password = "guess"};
  Try(forged);
  forged.challenge->nonce = "made-up";
  for (int i = 0; i < 100; ++i) {
    const sip::StoredMessage request = forged.Register();
    EXPECT_EQ(server->Check(*request, forged.user, forged.flow, Source::kUnknown), Verdict::kChallenge);
  }
  Phone guesser{.password = "guess"};
  for (int i = 0; i < 9; ++i) EXPECT_EQ(Full(guesser), Verdict::kRefused);
  guesser.password = "secret";
  EXPECT_EQ(Full(guesser), Verdict::kGood) << "not locked";
  EXPECT_EQ(server->counters().locked_out, 0u);
}

TEST_F(DigestServer, ForgetsFailuresAfterASuccess) {
  for (int round = 0; round < 3; ++round) {
    Phone attacker{.password = "guess"}, owner;
    for (int i = 0; i < 9; ++i) EXPECT_EQ(Full(attacker), Verdict::kRefused);
    EXPECT_EQ(Full(owner), Verdict::kGood);
  }
}

TEST(LockOut, DoublesUpToAnHourAndForgetsInQuiet) {
  sip::LockOut lock;
  std::chrono::seconds now = 1000s;
  for (const auto expected : {60s, 120s, 240s, 480s, 960s, 1920s, 3600s, 3600s}) {
    for (int i = 0; i < sip::LockOut::kFailures; ++i) lock.Fail(now);
    EXPECT_TRUE(lock.Locked(now + expected - 1s));
    EXPECT_FALSE(lock.Locked(now + expected));
    now += expected;
  }
  now += 2h;
  for (int i = 0; i < sip::LockOut::kFailures; ++i) lock.Fail(now);
  EXPECT_FALSE(lock.Locked(now + 60s));
}
}  // namespace
}  // namespace vss::test
