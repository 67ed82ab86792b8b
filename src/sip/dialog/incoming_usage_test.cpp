#include "sip/dialog/testing/session_world.hpp"

namespace vss::test {
namespace {
using namespace std::chrono_literals;
using sip::Method;
using State = sip::Session::State;

class IncomingSession : public SessionWorld {
 protected:
  void Ring(std::string body = PeerSdp()) {
    invite = {.method = "INVITE", .cseq = 10, .body = std::move(body), .to_tag = "-", .call_id = "in-1"};
    id = Receive(invite);
  }
  void Accept() {
    Ring();
    user.session->Accept(OurMedia());
    ours = LastResponse().to.tag;
  }
  void Confirm() {
    Accept();
    Receive(Later("ACK", 10));
    ASSERT_EQ(user.notes, Notes{"confirmed"});
    user.notes.clear();
  }
  In Later(std::string method, std::uint32_t cseq, std::string body = {}) {
    return {.method = std::move(method),
            .cseq = cseq,
            .body = std::move(body),
            .to_tag = ours,
            .call_id = "in-1"};
  }
  std::size_t Repeated() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(stack.responses, [](const auto& response) { return response.resent; }));
  }

  In invite;
  sip::ServerId id{};
  std::string ours;
};

TEST_F(IncomingSession, RingsAcceptsAndIsConfirmedByTheAck) {
  Ring();
  EXPECT_EQ(user.session->state(), State::kIncoming);
  EXPECT_EQ(user.session->remote_uri(), "sip:peer@198.51.100.7");
  user.session->Progress(180);
  EXPECT_EQ(LastStatus(), 180);
  EXPECT_GE(LastResponse().to.tag.size(), 16u);
  user.session->Accept(OurMedia());
  EXPECT_EQ(LastStatus(), 200);
  EXPECT_EQ(user.session->state(), State::kAnswering);
  EXPECT_NE(LastResponse().body.find("m=audio 20000"), std::string_view::npos);
  EXPECT_EQ(LastResponse().Find(sip::HeaderId::kContact), "<sip:us@192.0.2.1>");
  ours = LastResponse().to.tag;
  Receive(Later("ACK", 10));
  EXPECT_EQ(user.notes, Notes{"confirmed"});
  EXPECT_EQ(user.session->agreed()->remote_rtp_port, 4000);
}

// RFC 3261 §12.1.1
TEST_F(IncomingSession, CopiesTheRecordRouteIntoWhatMakesTheDialog) {
  Receive({.method = "INVITE",
           .body = PeerSdp(),
           .extra = "Record-Route: <sip:p1;lr>\r\nRecord-Route: <sip:p2;lr>\r\n",
           .to_tag = "-"});
  user.session->Progress(180);
  EXPECT_EQ(LastResponse().Find(sip::HeaderId::kRecordRoute), "<sip:p1;lr>");
  user.session->Accept(OurMedia());
  EXPECT_EQ(LastResponse().Find(sip::HeaderId::kRecordRoute), "<sip:p1;lr>");
}

// RFC 3261 §13.3.1.4: T1, 2*T1 … T2 until 64*T1, over any transport.
TEST_F(IncomingSession, RepeatsThe2xxUntilTheAck) {
  Accept();
  stack.Advance(499ms);
  EXPECT_EQ(Repeated(), 0u);
  stack.Advance(1ms);
  EXPECT_EQ(Repeated(), 1u);
  stack.Advance(1s);
  EXPECT_EQ(Repeated(), 2u);
  stack.Advance(2s + 4s + 4s);
  EXPECT_EQ(Repeated(), 5u);
  Receive(Later("ACK", 10));
  stack.Advance(40s);
  EXPECT_EQ(Repeated(), 5u);
  EXPECT_EQ(user.notes, Notes{"confirmed"});
}

// RFC 3261 §13.3.1.4
TEST_F(IncomingSession, HangsUpWhenTheAckNeverComes) {
  Accept();
  stack.Advance(31'999ms);
  EXPECT_TRUE(user.notes.empty());
  stack.Advance(1ms);
  EXPECT_EQ(user.notes, Notes{"ended timeout"});
  EXPECT_EQ(stack.Count(Method::kBye), 1u);
  EXPECT_EQ(layer->counters().missing_acks, 1u);
  EXPECT_EQ(Repeated(), 10u);
  stack.Answer(stack.Last(Method::kBye), 200, {});
  EXPECT_EQ(stack.timers(), 0u);
}

TEST_F(IncomingSession, IgnoresAnAckOfAnotherNumberOrDialogOrSource) {
  Accept();
  Receive(Later("ACK", 9));
  In wrong = Later("ACK", 10);
  wrong.from_tag = "other";
  Receive(wrong);
  In spoofed = Later("ACK", 10);
  spoofed.source = "203.0.113.66";
  Receive(spoofed);
  EXPECT_TRUE(user.notes.empty());
}

// RFC 3261 §15: who was called sends no BYE before the ACK.
TEST_F(IncomingSession, WaitsForTheAckBeforeItsBye) {
  Accept();
  user.session->End();
  EXPECT_EQ(stack.Count(Method::kBye), 0u);
  Receive(Later("ACK", 10));
  EXPECT_EQ(stack.Count(Method::kBye), 1u);
  EXPECT_EQ(stack.Last(Method::kBye).message->Find(sip::HeaderId::kReason), "Q.850;cause=16");
  stack.Answer(stack.Last(Method::kBye), 200, {});
  EXPECT_EQ(user.notes, Notes{"ended local-bye"});
}

TEST_F(IncomingSession, EndsWithinTheAckTimeWhenItWaitsForOne) {
  Accept();
  user.session->End();
  stack.Advance(32s);
  EXPECT_EQ(user.notes, Notes{"ended local-bye"});
  EXPECT_EQ(stack.Count(Method::kBye), 1u);
}

// RFC 3261 §15.1.2: the caller may end it with BYE at any time after its ACK, and in an early dialog.
TEST_F(IncomingSession, TakesAByeBeforeAndAfterItsAnswer) {
  Ring();
  user.session->Progress(180);
  ours = LastResponse().to.tag;
  Receive(Later("BYE", 11));
  ASSERT_EQ(stack.responses.size(), 3u);
  EXPECT_EQ(stack.responses[1].message->status, 200);
  EXPECT_EQ(stack.responses[2].message->status, 487);
  EXPECT_EQ(stack.responses[2].id, id);
  EXPECT_EQ(user.notes, Notes{"ended remote-bye"});
  user.notes.clear();
  Accept();
  Receive(Later("BYE", 11));
  EXPECT_EQ(LastStatus(), 200);
  EXPECT_EQ(user.notes, Notes{"ended remote-bye"});
  stack.Advance(60s);
  EXPECT_EQ(Repeated(), 0u);
}

// RFC 3261 §9.2
TEST_F(IncomingSession, AnswersCancelWith487) {
  Ring();
  In cancel = invite;
  cancel.method = "CANCEL";
  cancel.body.clear();
  cancel.extra = "Reason: Q.850;cause=26\r\n";
  layer->OnCancel(id, *Build(cancel));
  EXPECT_EQ(LastStatus(), 487);
  EXPECT_EQ(user.notes, Notes{"ended cancelled 487"});
  EXPECT_EQ(user.end.q850, 26);
  EXPECT_EQ(layer->sessions(), 0u);
}

TEST_F(IncomingSession, IgnoresACancelAfterItsAnswer) {
  Accept();
  In cancel = invite;
  cancel.method = "CANCEL";
  cancel.body.clear();
  layer->OnCancel(id, *Build(cancel));
  EXPECT_EQ(LastStatus(), 200);
  EXPECT_TRUE(user.notes.empty());
}

TEST_F(IncomingSession, HandsTheCancelOfAnInviteNobodyTookToTheCore) {
  take = false;
  Ring();
  In cancel = invite;
  cancel.method = "CANCEL";
  cancel.body.clear();
  layer->OnCancel(id, *Build(cancel));
  EXPECT_EQ(cancelled, 1);
}

TEST_F(IncomingSession, RejectsWithStatusAndReason) {
  Ring();
  user.session->Reject(486, 17);
  EXPECT_EQ(LastStatus(), 486);
  EXPECT_EQ(LastResponse().Find(sip::HeaderId::kReason), "Q.850;cause=17");
  EXPECT_TRUE(user.notes.empty());  // not from inside Reject()
  stack.Advance(0ms);
  EXPECT_EQ(user.notes, Notes{"ended local-reject 486"});
}

TEST_F(IncomingSession, AnswersEarlyWithMedia) {
  Ring();
  const auto media = OurMedia();
  user.session->Progress(183, &media);
  EXPECT_EQ(LastStatus(), 183);
  EXPECT_NE(LastResponse().body.find("m=audio 20000"), std::string_view::npos);
  EXPECT_NE(user.session->agreed(), nullptr);
}

// RFC 3261 §13.3.1.3
TEST_F(IncomingSession, Sends488WhenNoCodecIsCommon) {
  Ring(PeerSdp("sendrecv", 4000, 18));
  user.session->Accept(OurMedia());
  EXPECT_EQ(LastStatus(), 488);
  stack.Advance(0ms);
  EXPECT_EQ(user.notes, Notes{"ended bad-offer 488"});
}

// RFC 3261 §13.2.1: an INVITE without offer gets one in the 2xx, its answer comes in the ACK.
TEST_F(IncomingSession, OffersInThe2xxOfAnInviteWithoutOffer) {
  Ring("");
  user.session->Accept(OurMedia());
  EXPECT_NE(LastResponse().body.find("m=audio 20000"), std::string_view::npos);
  ours = LastResponse().to.tag;
  Receive(Later("ACK", 10, PeerSdp()));
  EXPECT_EQ(user.notes, Notes{"confirmed"});
  EXPECT_EQ(user.session->agreed()->remote_rtp_port, 4000);
}

TEST_F(IncomingSession, HangsUpWhenTheAckBringsNoAnswer) {
  Ring("");
  user.session->Accept(OurMedia());
  ours = LastResponse().to.tag;
  Receive(Later("ACK", 10));
  stack.Answer(stack.Last(Method::kBye), 200, {});
  EXPECT_EQ(user.notes, Notes{"ended bad-offer"});
}

TEST_F(IncomingSession, RefusesWhatItCannotDoBeforeTheCoreSeesIt) {
  const struct {
    In in;
    int status;
  } cases[] = {
      // §8.2.2.3; 100rel is not supported
      {{.method = "INVITE", .body = PeerSdp(), .extra = "Require: 100rel\r\n", .to_tag = "-"}, 420},
      // §8.2.3
      {{.method = "INVITE", .body = "x", .type = "text/plain", .to_tag = "-"}, 415},
      {{.method = "INVITE", .body = "not SDP", .to_tag = "-"}, 488},
      // §8.2.2.1
      {{.method = "INVITE", .body = PeerSdp(), .to_tag = "-", .uri = "http:us"}, 416},
      // §12.2.2: no such dialog
      {{.method = "INVITE", .body = PeerSdp(), .to_tag = "none"}, 481},
      {{.method = "BYE", .to_tag = "none"}, 481},
      {{.method = "BYE", .to_tag = "-"}, 481},
      {{.method = "UPDATE", .to_tag = "-"}, 481},
  };
  for (const auto& [in, status] : cases) {
    Receive(in);
    EXPECT_EQ(LastStatus(), status) << in.method << " " << in.extra << in.body;
  }
  EXPECT_EQ(invites, 0);
  EXPECT_EQ(stack.responses[0].message->Find(sip::HeaderId::kUnsupported), "100rel");
}

// §8.1.1.8: exactly one, by SIP or SIPS.
TEST_F(IncomingSession, RefusesAnInviteWithoutExactlyOneContact) {
  const std::string one = "<sip:peer@198.51.100.7>";
  for (const std::string& contact :
       {std::string(), one + ", " + one, one + "\r\nContact: " + one, std::string("<tel:+79161234567>"),
        std::string("*"), std::string("<sip:>"), std::string("<http://x>")}) {
    Receive({.method = "INVITE", .body = PeerSdp(), .to_tag = "-", .contact = contact});
    EXPECT_EQ(LastStatus(), 400) << contact;
  }
  EXPECT_EQ(invites, 0);
  for (const std::string_view contact :
       {"<sips:peer@198.51.100.7>", "sip:peer@198.51.100.7;+sip.instance=\"<urn:uuid:1>\""}) {
    Receive({.method = "INVITE", .body = PeerSdp(), .to_tag = "-", .contact = std::string(contact)});
    user.session.reset();
  }
  EXPECT_EQ(invites, 2);
}

// Whoever has not proven who it is gets one datagram for one, and nothing it sent is looked at.
TEST_F(IncomingSession, ChallengesBeforeItLooksAtAnything) {
  challenge = true;
  for (const In& in : {In{.method = "INVITE", .body = "not SDP", .to_tag = "-"},
                       In{.method = "INVITE", .extra = "Require: 100rel\r\n", .to_tag = "-", .contact = ""},
                       In{.method = "INVITE", .body = "x", .type = "text/plain", .to_tag = "-"}}) {
    Receive(in);
    EXPECT_EQ(LastStatus(), 401);
  }
  EXPECT_EQ(stack.once, 3);
  EXPECT_EQ(invites, 0);
}

TEST_F(IncomingSession, AnswersOnceForADialogThatIsNot) {
  Receive({.method = "INVITE", .body = PeerSdp(), .to_tag = "none"});
  EXPECT_EQ(LastStatus(), 481);
  EXPECT_EQ(stack.once, 1);
}

TEST_F(IncomingSession, RefusesBeyondItsLimit) {
  Make({.max_sessions = 1});
  Ring();
  Receive(
      {.method = "INVITE", .cseq = 1, .body = PeerSdp(), .from_tag = "x", .to_tag = "-", .call_id = "in-2"});
  EXPECT_EQ(LastStatus(), 503);
  EXPECT_FALSE(LastResponse().Find(sip::HeaderId::kRetryAfter).empty());
  EXPECT_EQ(layer->counters().refused, 1u);
}

TEST_F(IncomingSession, GivesWhatIsOutsideDialogsToTheCore) {
  for (const char* method : {"REGISTER", "OPTIONS", "MESSAGE", "SUBSCRIBE", "FOO"}) {
    Receive({.method = method, .to_tag = "-"});
  }
  EXPECT_EQ(outside, (Notes{"REGISTER", "OPTIONS", "MESSAGE", "SUBSCRIBE", "FOO"}));
}

TEST_F(IncomingSession, EndsWhenItsAnswerCannotBeSent) {
  Accept();
  layer->OnResponseFailed(id, sip::TransactionFailure::kTransport);
  EXPECT_EQ(user.notes, Notes{"ended transport 503"});
}

TEST_F(IncomingSession, EndsByItselfWhenTheUserLetsGo) {
  Ring();
  user.session.reset();
  EXPECT_EQ(LastStatus(), 480);
  EXPECT_EQ(layer->sessions(), 0u);
}
}  // namespace
}  // namespace vss::test
