#include "sip/dialog/client_auth.hpp"

#include "sip/dialog/testing/session_world.hpp"

namespace vss::test {
namespace {
using sip::Method;
namespace digest = sip::digest;

class ChallengedSession : public SessionWorld {
 protected:
  ChallengedSession() {
    order = Order();
    order.account = sip::Account{"6001", digest::MakeHa1("6001", "provider", "secret")};
  }
  static FakeStack::Reply Challenge(std::string nonce, bool stale = false, std::string algorithm = "MD5",
                                    std::string header = "WWW-Authenticate") {
    std::string value =
        "Digest realm=\"provider\", nonce=\"" + nonce + "\", algorithm=" + algorithm + ", qop=\"auth\"";
    if (stale) value += ", stale=true";
    return {.headers = {{std::move(header), std::move(value)}}};
  }
  bool Proves(const sip::Message& request, sip::HeaderId id = sip::HeaderId::kAuthorization) {
    const auto credentials = digest::ParseCredentials(request.Find(id));
    return credentials && digest::Verify(*credentials, order.account->ha1, request.method_text);
  }

  sip::OutgoingCall order;
};

// RFC 3261 §22.2, §8.1.3.5: again with the next CSeq, the same Call-ID and From-tag.
TEST_F(ChallengedSession, AnswersAChallengeOnce) {
  Call(order);
  const std::string call_id(Invite().message->call_id), tag(Invite().message->from.tag);
  stack.Answer(Invite(), 401, Challenge("n1"));
  ASSERT_EQ(stack.Count(Method::kInvite), 2u);
  EXPECT_TRUE(Proves(*Invite().message));
  EXPECT_EQ(Invite().message->cseq.number, 2u);
  EXPECT_EQ(Invite().message->call_id, call_id);
  EXPECT_EQ(Invite().message->from.tag, tag);
  stack.Answer(Invite(), 401, Challenge("n1"));
  EXPECT_EQ(user.notes, Notes{"ended rejected 401"});
}

// RFC 7616 §3.3
TEST_F(ChallengedSession, TriesAgainOnlyWithAStaleNonce) {
  Call(order);
  stack.Answer(Invite(), 401, Challenge("n1"));
  stack.Answer(Invite(), 401, Challenge("n2", true));
  EXPECT_EQ(stack.Count(Method::kInvite), 3u);
  stack.Answer(Invite(), 401, Challenge("n3", false));
  EXPECT_EQ(stack.Count(Method::kInvite), 3u);
  EXPECT_EQ(user.notes, Notes{"ended rejected 401"});
}

TEST_F(ChallengedSession, BoundsEvenStaleChallenges) {
  Call(order);
  for (int i = 0; i < 10 && user.notes.empty(); ++i) {
    stack.Answer(Invite(), 401, Challenge("n" + std::to_string(i), true));
  }
  EXPECT_LE(stack.Count(Method::kInvite), 4u);
  EXPECT_EQ(user.notes, Notes{"ended rejected 401"});
}

// RFC 3261 §22.3, and a proxy before a server
TEST_F(ChallengedSession, AnswersProxyAndServer) {
  Call(order);
  stack.Answer(Invite(), 407, Challenge("p1", false, "MD5", "Proxy-Authenticate"));
  EXPECT_TRUE(Proves(*Invite().message, sip::HeaderId::kProxyAuthorization));
  stack.Answer(Invite(), 401, Challenge("n1"));
  EXPECT_TRUE(Proves(*Invite().message, sip::HeaderId::kProxyAuthorization));
  EXPECT_TRUE(Proves(*Invite().message));
  stack.Answer(Invite(), 200, With(PeerSdp()));
  EXPECT_EQ(user.notes, Notes{"confirmed"});
}

// RFC 8760 §2.4
TEST_F(ChallengedSession, PrefersSha256) {
  Call(order);
  FakeStack::Reply both = Challenge("n1");
  both.headers.push_back(Challenge("n2", false, "SHA-256").headers[0]);
  stack.Answer(Invite(), 401, both);
  const auto credentials = digest::ParseCredentials(Invite().message->Find(sip::HeaderId::kAuthorization));
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->algorithm, digest::Algorithm::kSha256);
  EXPECT_TRUE(Proves(*Invite().message));
}

// RFC 3261 §13.2.2.4
TEST_F(ChallengedSession, RepeatsTheCredentialsInTheAck) {
  Call(order);
  stack.Answer(Invite(), 401, Challenge("n1"));
  stack.Answer(Invite(), 200, With(PeerSdp()));
  EXPECT_EQ(stack.acks.back()->Find(sip::HeaderId::kAuthorization),
            Invite().message->Find(sip::HeaderId::kAuthorization));
}

TEST_F(ChallengedSession, AnswersChallengesToByeAndReinvite) {
  Call(order);
  stack.Answer(Invite(), 200, With(PeerSdp()));
  user.session->Offer(OurMedia());
  stack.Answer(Invite(), 401, Challenge("n1"));
  EXPECT_TRUE(Proves(*Invite().message));
  stack.Answer(Invite(), 200, With(PeerSdp()));
  user.session->End();
  EXPECT_TRUE(Proves(*stack.Last(Method::kBye).message));
  stack.Answer(stack.Last(Method::kBye), 401, Challenge("n2"));
  EXPECT_EQ(stack.Count(Method::kBye), 2u);
  stack.Answer(stack.Last(Method::kBye), 200, {});
  EXPECT_EQ(user.notes, (Notes{"confirmed", "media", "ended local-bye"}));
}

// "Digest leak": a peer that we have no account for learns nothing.
TEST_F(ChallengedSession, TellsNothingWithoutAnAccount) {
  Connect();
  user.session->End();
  stack.Answer(stack.Last(Method::kBye), 401, Challenge("n1"));
  EXPECT_EQ(stack.Count(Method::kBye), 1u);
  EXPECT_EQ(user.notes, Notes{"ended local-bye"});
}
}  // namespace
}  // namespace vss::test
