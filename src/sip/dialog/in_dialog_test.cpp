#include "sip/dialog/testing/session_world.hpp"

namespace vss::test {
namespace {
using namespace std::chrono_literals;
using sip::Method;

/// A call of ours that is up.
class SessionInDialog : public SessionWorld {
 protected:
  void SetUp() override { Connect(); }
  /// The n-th of our re-INVITEs.
  std::size_t Reinvites() const { return stack.Count(Method::kInvite) - 1; }
};

// RFC 3261 §15.1.2
TEST_F(SessionInDialog, EndsWithTheirBye) {
  Receive({.method = "BYE", .extra = "Reason: Q.850;cause=16;text=\"bye\"\r\n"});
  EXPECT_EQ(LastStatus(), 200);
  EXPECT_EQ(user.notes, Notes{"ended remote-bye"});
  EXPECT_EQ(user.end.q850, 16);
  EXPECT_EQ(user.end.reason, "bye");
}

TEST_F(SessionInDialog, EndsWithOurByeWhateverItsAnswer) {
  for (const int status : {200, 481, 500}) {
    if (!user.session) Connect();
    user.session->End(31);
    EXPECT_TRUE(user.notes.empty());
    EXPECT_EQ(stack.Last(Method::kBye).message->Find(sip::HeaderId::kReason), "Q.850;cause=31");
    stack.Answer(stack.Last(Method::kBye), status, {});
    EXPECT_EQ(user.notes, Notes{"ended local-bye"});
    user.notes.clear();
  }
}

TEST_F(SessionInDialog, EndsWithoutAnAnswerToItsBye) {
  user.session->End();
  stack.Fail(stack.Last(Method::kBye), sip::TransactionFailure::kTimeout);
  EXPECT_EQ(user.notes, Notes{"ended local-bye"});
  user.notes.clear();
  Connect();
  user.session->End();
  stack.Advance(32s);
  EXPECT_EQ(user.notes, Notes{"ended local-bye"});
}

// Both sides hang up at once: both get their 200.
TEST_F(SessionInDialog, AnswersAByeThatCrossesOurs) {
  user.session->End();
  Receive({.method = "BYE"});
  EXPECT_EQ(LastStatus(), 200);
  stack.Answer(stack.Last(Method::kBye), 200, {});
  EXPECT_EQ(user.notes, Notes{"ended local-bye"});
  EXPECT_EQ(layer->sessions(), 0u);
}

// RFC 3261 §12.2.2; a spoofed BYE leaves the call up
TEST_F(SessionInDialog, RefusesWrongTagsAndForeignSources) {
  Receive({.method = "BYE", .from_tag = "guessed"});
  EXPECT_EQ(LastStatus(), 481);
  Receive({.method = "BYE", .call_id = "other"});
  EXPECT_EQ(LastStatus(), 481);
  Receive({.method = "BYE", .source = "203.0.113.66"});
  EXPECT_EQ(LastStatus(), 481);
  EXPECT_EQ(layer->counters().no_dialog, 2u);
  EXPECT_EQ(layer->counters().foreign, 1u);
  EXPECT_TRUE(user.notes.empty());
  Receive({.method = "BYE"});
  EXPECT_EQ(user.notes, Notes{"ended remote-bye"});
}

// RFC 3261 §12.2.2
TEST_F(SessionInDialog, RefusesSequenceNumbersThatDoNotGrow) {
  Receive({.method = "OPTIONS", .cseq = 5});
  EXPECT_EQ(LastStatus(), 200);
  Receive({.method = "BYE", .cseq = 4});
  EXPECT_EQ(LastStatus(), 500);
  EXPECT_FALSE(LastResponse().Find(sip::HeaderId::kRetryAfter).empty());
  EXPECT_EQ(layer->counters().out_of_order, 1u);
  EXPECT_TRUE(user.notes.empty());
}

TEST_F(SessionInDialog, AnswersByMethod) {
  const struct {
    In in;
    int status;
  } cases[] = {
      {{.method = "OPTIONS"}, 200},  // §11.2
      {{.method = "REFER"}, 405},    // §8.2.1
      {{.method = "PRACK"}, 405},
      {{.method = "NONSENSE"}, 501},                                 // §21.5.2
      {{.method = "OPTIONS", .extra = "Require: foo\r\n"}, 420},     // §8.2.2.3
      {{.method = "INFO"}, 200},                                     // RFC 2976 keep-alive
      {{.method = "INFO", .body = "x", .type = "text/plain"}, 415},  // RFC 6086 §4.2.2
      {{.method = "INFO", .body = "Signal=\r\n", .type = "application/dtmf-relay"}, 400},
  };
  std::uint32_t cseq = 1;
  for (auto [in, status] : cases) {
    in.cseq = cseq++;
    Receive(in);
    EXPECT_EQ(LastStatus(), status) << in.method << in.extra;
    if (status == 405 || status == 501) {
      EXPECT_EQ(LastResponse().Find(sip::HeaderId::kAllow),
                "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE");
    }
  }
  EXPECT_TRUE(user.notes.empty());
}

TEST_F(SessionInDialog, TellsDigitsThatComeByInfo) {
  const std::string type = "application/dtmf-relay";
  Receive({.method = "INFO", .cseq = 1, .body = "Signal=5\r\nDuration=160\r\n", .type = type});
  Receive({.method = "INFO", .cseq = 2, .body = "Signal= *\r\nDuration= 100", .type = type});
  Receive({.method = "INFO", .cseq = 3, .body = "Signal=11\n", .type = type});
  Receive({.method = "INFO", .cseq = 4, .body = "d", .type = "application/dtmf"});
  EXPECT_EQ(user.notes, (Notes{"digit 5", "digit *", "digit #", "digit D"}));
}

// RFC 3261 §14.2
TEST_F(SessionInDialog, TakesTheirReinvite) {
  Receive({.method = "INVITE", .cseq = 1, .body = PeerSdp("sendonly", 4100)});
  EXPECT_EQ(LastStatus(), 200);
  EXPECT_NE(LastResponse().body.find("a=recvonly"), std::string_view::npos);
  EXPECT_EQ(user.notes, Notes{"media"});
  EXPECT_EQ(user.session->agreed()->remote_rtp_port, 4100);
  Receive({.method = "ACK", .cseq = 1});
  stack.Advance(60s);
  EXPECT_EQ(user.notes, Notes{"media"});
}

TEST_F(SessionInDialog, KeepsTheMediaWhenTheirReinviteCannotBeAgreedOn) {
  Receive({.method = "INVITE", .cseq = 1, .body = PeerSdp("sendrecv", 4100, 18)});
  EXPECT_EQ(LastStatus(), 488);
  EXPECT_EQ(user.session->agreed()->remote_rtp_port, 4000);
  EXPECT_TRUE(user.notes.empty());
}

TEST_F(SessionInDialog, OffersWhenTheirReinviteBringsNoOffer) {
  Receive({.method = "INVITE", .cseq = 1});
  EXPECT_NE(LastResponse().body.find("m=audio 20000"), std::string_view::npos);
  EXPECT_TRUE(user.notes.empty());
  Receive({.method = "ACK", .cseq = 1, .body = PeerSdp("sendrecv", 4200)});
  EXPECT_EQ(user.notes, Notes{"media"});
  EXPECT_EQ(user.session->agreed()->remote_rtp_port, 4200);
}

// RFC 3261 §14.2: no ACK to the 2xx of a re-INVITE ends the session.
TEST_F(SessionInDialog, HangsUpWhenTheirReinviteIsNeverAcknowledged) {
  Receive({.method = "INVITE", .cseq = 1, .body = PeerSdp()});
  stack.Advance(32s);
  EXPECT_EQ(user.notes, (Notes{"media", "ended timeout"}));
  EXPECT_EQ(stack.Count(Method::kBye), 1u);
}

TEST_F(SessionInDialog, RefusesAnotherReinviteBeforeTheAckOfTheLast) {
  Receive({.method = "INVITE", .cseq = 1, .body = PeerSdp()});
  Receive({.method = "INVITE", .cseq = 2, .body = PeerSdp()});
  EXPECT_EQ(LastStatus(), 491);
}

// RFC 3311 §5.2
TEST_F(SessionInDialog, TakesUpdateWithAndWithoutOffer) {
  Receive({.method = "UPDATE", .cseq = 1, .body = PeerSdp("sendrecv", 4300)});
  EXPECT_EQ(LastStatus(), 200);
  EXPECT_FALSE(LastResponse().body.empty());
  EXPECT_EQ(user.session->agreed()->remote_rtp_port, 4300);
  Receive({.method = "UPDATE", .cseq = 2});
  EXPECT_EQ(LastStatus(), 200);
  EXPECT_TRUE(LastResponse().body.empty());
  EXPECT_EQ(user.notes, Notes{"media"});
}

// RFC 3261 §14.1
TEST_F(SessionInDialog, OffersByReinvite) {
  user.session->Offer(OurMedia(sip::sdp::Direction::kSendOnly));
  EXPECT_EQ(Invite().message->cseq.number, 2u);
  EXPECT_EQ(Invite().message->to.tag, "them");
  EXPECT_NE(Invite().message->body.find("a=sendonly"), std::string_view::npos);
  stack.Answer(Invite(), 200, With(PeerSdp("recvonly", 4500)));
  EXPECT_EQ(user.notes, Notes{"media"});
  EXPECT_EQ(stack.acks.back()->cseq.number, 2u);
  EXPECT_EQ(user.session->agreed()->remote_rtp_port, 4500);
  const auto acks = stack.acks.size();
  stack.Answer(Invite(), 200, With(PeerSdp("recvonly", 4500)));
  EXPECT_EQ(stack.acks.size(), acks + 1);
  EXPECT_EQ(user.notes, Notes{"media"});
}

TEST_F(SessionInDialog, KeepsTheMediaWhenItsReinviteIsRefused) {
  user.session->Offer(OurMedia(sip::sdp::Direction::kInactive));
  stack.Answer(Invite(), 488, {});
  EXPECT_EQ(user.notes, Notes{"refused 488"});
  EXPECT_EQ(user.session->agreed()->direction, sip::sdp::Direction::kSendRecv);
  EXPECT_EQ(user.session->state(), sip::Session::State::kConfirmed);
}

// RFC 3261 §14.1: the owner of the Call-ID waits 2.1 … 4 s.
TEST_F(SessionInDialog, TriesAgainAfterGlare) {
  user.session->Offer(OurMedia(sip::sdp::Direction::kSendOnly));
  Receive({.method = "INVITE", .cseq = 1, .body = PeerSdp()});
  EXPECT_EQ(LastStatus(), 491);
  stack.Answer(Invite(), 491, {});
  EXPECT_TRUE(user.notes.empty());
  stack.Advance(2'090ms);
  EXPECT_EQ(Reinvites(), 1u);
  stack.Advance(1'910ms);
  EXPECT_EQ(Reinvites(), 2u);
  EXPECT_NE(Invite().message->body.find("a=sendonly"), std::string_view::npos);
  stack.Answer(Invite(), 200, With(PeerSdp("recvonly")));
  EXPECT_EQ(user.notes, Notes{"media"});
}

TEST_F(SessionInDialog, GivesUpAfterSeveralGlares) {
  user.session->Offer(OurMedia());
  for (int i = 0; i < 10 && user.notes.empty(); ++i) {
    stack.Answer(Invite(), 491, {});
    stack.Advance(4s);
  }
  EXPECT_EQ(user.notes, Notes{"refused 491"});
}

// RFC 3261 §12.2.1.2
TEST_F(SessionInDialog, EndsWhenItsReinviteShowsThatTheDialogIsGone) {
  for (const int status : {408, 481}) {
    if (!user.session) Connect();
    user.session->Offer(OurMedia());
    stack.Answer(Invite(), status, {});
    stack.Answer(stack.Last(Method::kBye), 481, {});
    EXPECT_EQ(user.notes, Notes{"ended timeout " + std::to_string(status)});
    user.notes.clear();
  }
  Connect();
  user.session->Offer(OurMedia());
  stack.Fail(Invite(), sip::TransactionFailure::kTimeout);
  stack.Answer(stack.Last(Method::kBye), 481, {});
  EXPECT_EQ(user.notes, Notes{"ended timeout 408"});
}

TEST_F(SessionInDialog, OffersOneAfterAnother) {
  user.session->Offer(OurMedia(sip::sdp::Direction::kInactive));
  user.session->Offer(OurMedia(sip::sdp::Direction::kRecvOnly));
  user.session->Offer(OurMedia(sip::sdp::Direction::kSendOnly));
  EXPECT_EQ(Reinvites(), 1u);
  stack.Answer(Invite(), 200, With(PeerSdp("inactive")));
  EXPECT_EQ(Reinvites(), 2u);
  EXPECT_NE(Invite().message->body.find("a=sendonly"), std::string_view::npos);
}

// RFC 3261 §12.2.2
TEST_F(SessionInDialog, SendsToTheRefreshedTarget) {
  In update{.method = "UPDATE"};
  update.extra = "";
  Receive(update);
  user.session->Offer(OurMedia());
  stack.Answer(Invite(), 200, {.headers = {{"Contact", "<sip:moved@198.51.100.9>"}}, .sdp = PeerSdp()});
  EXPECT_EQ(stack.acks.back()->request_uri_text, "sip:moved@198.51.100.9");
  user.session->End();
  EXPECT_EQ(stack.Last(Method::kBye).message->request_uri_text, "sip:moved@198.51.100.9");
}

TEST_F(SessionInDialog, AnswersABrokenReinviteAnswerWithBye) {
  user.session->Offer(OurMedia());
  stack.Answer(Invite(), 200, With("garbage"));
  stack.Answer(stack.Last(Method::kBye), 200, {});
  EXPECT_EQ(user.notes, Notes{"ended bad-offer"});
}

// RFC 3261 §11.2, §12.2.1.2; RFC 5057 §5.1: whoever answers has the dialog, unless the answer says that it
// has not.
TEST_F(SessionInDialog, AsksWhetherThePeerIsThere) {
  for (const auto& [status, told] :
       {std::pair(200, "there"), std::pair(405, "there"), std::pair(401, "there"), std::pair(481, "gone"),
        std::pair(408, "gone")}) {
    user.session->Ask();
    user.session->Ask();
    ASSERT_EQ(stack.Last(Method::kOptions).message->to.tag, "them");
    stack.Answer(stack.Last(Method::kOptions), status, {});
    EXPECT_EQ(user.notes, Notes{told}) << status;
    user.notes.clear();
  }
  EXPECT_EQ(stack.Count(Method::kOptions), 5u) << "one at a time";
  EXPECT_EQ(user.session->state(), sip::Session::State::kConfirmed) << "what follows is its user's matter";
}

TEST_F(SessionInDialog, APeerThatDoesNotAnswerInTimeIsGone) {
  user.session->Ask();
  stack.Advance(7'999ms);
  EXPECT_TRUE(user.notes.empty());
  stack.Advance(1ms);
  EXPECT_EQ(user.notes, Notes{"gone"});
  stack.Answer(stack.Last(Method::kOptions), 200, {});
  user.session->Ask();
  stack.Fail(stack.Last(Method::kOptions), sip::TransactionFailure::kTransport);
  EXPECT_EQ(user.notes, (Notes{"gone", "gone"}));
  stack.Advance(1min);
  EXPECT_EQ(user.notes.size(), 2u);
}

TEST_F(SessionInDialog, ASessionThatEndsTellsNothingOfWhomItAsked) {
  user.session->Ask();
  user.session->End();
  stack.Answer(stack.Last(Method::kOptions), 481, {});
  stack.Answer(stack.Last(Method::kBye), 200, {});
  stack.Advance(1min);
  EXPECT_EQ(user.notes, Notes{"ended local-bye"});
}

TEST_F(SessionInDialog, KnowsNothingWhenItHasVanished) {
  user.session->Vanish();
  EXPECT_EQ(user.notes, Notes{"ended transport"});
  EXPECT_EQ(stack.Count(Method::kBye), 0u);
  stack.Advance(32s);  // what the INVITE's own transaction may still need
  Receive({.method = "OPTIONS"});
  EXPECT_EQ(LastStatus(), 481);
  EXPECT_EQ(layer->sessions(), 0u);
}

// RFC 3264 §8: a stream that was refused keeps its place in what we offer later.
TEST_F(SessionInDialog, OffersAsManyStreamsAsThereAre) {
  Receive({.method = "INVITE",
           .cseq = 1,
           .body =
               "v=0\r\no=- 1 2 IN IP4 198.51.100.7\r\nc=IN IP4 198.51.100.7\r\nm=video 5000 RTP/AVP 31\r\n"
               "m=audio 4000 RTP/AVPF 8\r\n"});
  EXPECT_EQ(LastStatus(), 200);
  Receive({.method = "ACK", .cseq = 1});
  user.session->Offer(OurMedia());
  const std::string_view body = Invite().message->body;
  const std::size_t video = body.find("m=video 0 RTP/AVP 31"),
                    audio = body.find("m=audio 20000 RTP/AVPF 8 0 101");
  ASSERT_NE(audio, std::string_view::npos) << body;
  EXPECT_LT(video, audio) << body;
}

class EarlyDialogs : public SessionWorld {};

// RFC 3261 §15: the called side must not, but a 200 and the end of that fork hurt nobody.
TEST_F(EarlyDialogs, EndWithAByeOfTheCalledSide) {
  Call();
  stack.Answer(Invite(), 180, With("", "a"));
  stack.Answer(Invite(), 180, With("", "b"));
  user.notes.clear();
  Receive({.method = "BYE", .from_tag = "a"});
  EXPECT_EQ(LastStatus(), 200);
  EXPECT_TRUE(user.notes.empty());
  Receive({.method = "BYE", .from_tag = "b"});
  EXPECT_EQ(user.notes, Notes{"ended remote-bye"});
  EXPECT_TRUE(Invite().cancelled);
  stack.Answer(Invite(), 487, {});
  stack.Advance(64s);
  EXPECT_EQ(stack.timers(), 0u);
}

// RFC 3311 §5.2: our offer is out.
TEST_F(EarlyDialogs, RefuseAnUpdateWithOffer) {
  Call();
  stack.Answer(Invite(), 183, With(""));
  Receive({.method = "UPDATE", .body = PeerSdp()});
  EXPECT_EQ(LastStatus(), 491);
}
}  // namespace
}  // namespace vss::test
