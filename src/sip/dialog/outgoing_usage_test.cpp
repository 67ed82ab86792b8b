#include <fmt/format.h>

#include "sip/dialog/testing/session_world.hpp"

namespace vss::test {
namespace {
using namespace std::chrono_literals;
using sip::Method;

class OutgoingSession : public SessionWorld {};

TEST_F(OutgoingSession, SendsAnInviteWithAnOffer) {
  Call();
  const sip::Message& invite = *Invite().message;
  EXPECT_EQ(invite.request_uri_text, "sip:+79991234567@provider.example");
  EXPECT_EQ(invite.cseq.number, 1u);
  EXPECT_GE(invite.from.tag.size(), 16u);
  EXPECT_TRUE(invite.to.tag.empty());
  EXPECT_NE(invite.body.find("m=audio 20000"), std::string_view::npos);
  EXPECT_TRUE(invite.Find(sip::HeaderId::kSupported).empty());  // 100rel and timer are not ours
  EXPECT_EQ(user.session->state(), sip::Session::State::kCalling);
}

// RFC 3261 §13.2.2.4
TEST_F(OutgoingSession, AcknowledgesThe2xxAndEachRepetition) {
  Connect();
  ASSERT_EQ(stack.acks.size(), 1u);
  const sip::Message& ack = *stack.acks[0];
  EXPECT_EQ(ack.request_uri_text, "sip:peer@198.51.100.7:5060");
  EXPECT_EQ(ack.cseq.number, 1u);
  EXPECT_EQ(ack.to.tag, "them");
  EXPECT_EQ(user.session->agreed()->remote_rtp_port, 4000);
  stack.Answer(Invite(), 200, With(PeerSdp()));
  EXPECT_EQ(stack.acks.size(), 2u);
  EXPECT_EQ(stack.requests.size(), 1u);
  EXPECT_TRUE(user.notes.empty());
}

TEST_F(OutgoingSession, TellsRingingAndEarlyMedia) {
  Call();
  stack.Answer(Invite(), 100, {});
  stack.Answer(Invite(), 180, With(""));
  stack.Answer(Invite(), 183, With(PeerSdp()));
  EXPECT_EQ(user.notes, (Notes{"progress 180", "progress 183 media"}));
  EXPECT_EQ(user.session->state(), sip::Session::State::kProceeding);
}

// The answer of an 18x holds when the 2xx does not repeat it.
TEST_F(OutgoingSession, TakesTheEarlyAnswerWhenThe2xxHasNone) {
  Call();
  stack.Answer(Invite(), 183, With(PeerSdp("sendrecv", 4444)));
  stack.Answer(Invite(), 200, With(""));
  EXPECT_EQ(user.notes.back(), "confirmed");
  EXPECT_EQ(user.session->agreed()->remote_rtp_port, 4444);
}

TEST_F(OutgoingSession, EndsWithByeWhenNothingIsAgreedOn) {
  for (const std::string& sdp : {std::string(), std::string("nonsense"), PeerSdp("sendrecv", 4000, 18)}) {
    Call();
    stack.Answer(Invite(), 200, With(sdp));
    stack.Answer(stack.Last(Method::kBye), 200, {});
    EXPECT_EQ(user.notes, Notes{"ended bad-offer"}) << sdp;
    user.notes.clear();
  }
}

// RFC 3261 §12.1, §13.2.2.4: each fork has its own early dialog; the first 2xx wins.
TEST_F(OutgoingSession, TakesTheFirstForkAndHangsUpOnTheOthers) {
  Call();
  for (const char* tag : {"a", "b", "c"}) stack.Answer(Invite(), 180, With("", tag));
  stack.Answer(Invite(), 200, With(PeerSdp("sendrecv", 4002), "b"));
  stack.Answer(Invite(), 200, With(PeerSdp("sendrecv", 4003), "c"));
  EXPECT_EQ(user.notes, (Notes{"progress 180", "progress 180", "progress 180", "confirmed"}));
  EXPECT_EQ(user.session->agreed()->remote_rtp_port, 4002);
  ASSERT_EQ(stack.acks.size(), 2u);
  EXPECT_EQ(stack.acks[1]->to.tag, "c");
  EXPECT_EQ(stack.Last(Method::kBye).message->to.tag, "c");
  EXPECT_EQ(layer->counters().lost_forks, 1u);
  stack.Answer(Invite(), 200, With(PeerSdp(), "c"));  // repeated: ACK again, one BYE
  EXPECT_EQ(stack.acks.size(), 3u);
  EXPECT_EQ(stack.Count(Method::kBye), 1u);
}

TEST_F(OutgoingSession, BoundsItsForks) {
  Call();
  for (int i = 0; i < 100; ++i) stack.Answer(Invite(), 180, With("", "t" + std::to_string(i)));
  stack.Answer(Invite(), 200, With(PeerSdp(), "t99"));
  EXPECT_EQ(user.notes.back(), "confirmed");
  for (int i = 0; i < 90; ++i) stack.Answer(Invite(), 200, With(PeerSdp(), "t" + std::to_string(i)));
  EXPECT_LE(stack.Count(Method::kBye), 16u);
}

// RFC 3261 §13.2.2.4: 2xx of forks come up to 64*T1 after the first, also when the call is over by then.
TEST_F(OutgoingSession, HangsUpOnAForkThatAnswersAfterTheEnd) {
  Connect();
  const auto invite = Invite().id;
  user.session->End();
  stack.Answer(stack.Last(Method::kBye), 200, {});
  EXPECT_EQ(user.notes, Notes{"ended local-bye"});
  stack.Advance(10s);
  stack.Answer(Invite(), 200, With(PeerSdp(), "late"));
  EXPECT_EQ(stack.Last(Method::kBye).message->to.tag, "late");
  EXPECT_EQ(Invite().id, invite);
  stack.Advance(32s);
  EXPECT_EQ(Invite().user, nullptr);
  EXPECT_EQ(stack.timers(), 0u);
}

// RFC 3261 §9.1
TEST_F(OutgoingSession, CancelsAndEndsWithThe487) {
  for (const bool rang : {false, true}) {
    Call();
    if (rang) stack.Answer(Invite(), 180, With(""));
    user.notes.clear();
    user.session->End();
    EXPECT_TRUE(Invite().cancelled);
    EXPECT_TRUE(user.notes.empty());
    stack.Answer(Invite(), 487, {});
    EXPECT_EQ(user.notes, Notes{"ended cancelled 487"});
    EXPECT_EQ(layer->sessions(), 0u);
    user.notes.clear();
  }
}

// RFC 3261 §9.1, §15: the 2xx was faster than the CANCEL.
TEST_F(OutgoingSession, HangsUpWhenTheAnswerBeatsTheCancel) {
  Call();
  stack.Answer(Invite(), 180, With(""));
  user.session->End();
  stack.Answer(Invite(), 200, With(PeerSdp()));
  EXPECT_EQ(stack.acks.size(), 1u);
  EXPECT_EQ(stack.Count(Method::kBye), 1u);
  stack.Answer(stack.Last(Method::kBye), 200, {});
  EXPECT_EQ(user.notes, (Notes{"progress 180", "ended local-bye"}));
}

// RFC 3261 §9.1: without a final response the INVITE counts as cancelled after 64*T1.
TEST_F(OutgoingSession, EndsACancelledCallThatIsNeverAnswered) {
  Call();
  stack.Answer(Invite(), 180, With(""));
  user.session->End();
  stack.Advance(31'990ms);
  EXPECT_EQ(user.notes, Notes{"progress 180"});
  stack.Advance(10ms);
  EXPECT_EQ(user.notes.back(), "ended cancelled 487");
  stack.Answer(Invite(), 200, With(PeerSdp()));
  EXPECT_EQ(stack.acks.size(), 1u);
  EXPECT_EQ(stack.Count(Method::kBye), 1u);
}

TEST_F(OutgoingSession, TellsWhyItWasRejected) {
  Call();
  stack.Answer(Invite(), 486, {.headers = {{"Reason", "SIP;cause=486, Q.850;cause=17;text=\"user busy\""}}});
  EXPECT_EQ(user.notes, Notes{"ended rejected 486"});
  EXPECT_EQ(user.end.q850, 17);
  EXPECT_EQ(user.end.reason, "user busy");
}

TEST_F(OutgoingSession, TellsTimeoutAndTransportFailure) {
  Call();
  stack.Fail(Invite(), sip::TransactionFailure::kTimeout);
  Call();
  stack.Fail(Invite(), sip::TransactionFailure::kTransport);
  EXPECT_EQ(user.notes, (Notes{"ended timeout 408", "ended transport 503"}));
  EXPECT_EQ(stack.timers(), 0u);
}

TEST_F(OutgoingSession, LetsTheUserDestroyItAtAnyTime) {
  Call();
  stack.Answer(Invite(), 180, With(""));
  user.session.reset();
  EXPECT_TRUE(Invite().cancelled);
  stack.Answer(Invite(), 487, {});
  EXPECT_EQ(user.notes, Notes{"progress 180"});
  EXPECT_EQ(layer->sessions(), 0u);
}

TEST_F(OutgoingSession, RefusesBeyondItsLimit) {
  Make({.max_sessions = 1});
  Call();
  NotingUser second;
  second.session = layer->Call(Order(), second);
  EXPECT_TRUE(second.notes.empty());
  stack.Advance(0ms);
  EXPECT_EQ(second.notes, Notes{"ended rejected 503"});
  EXPECT_EQ(stack.Count(Method::kInvite), 1u);
}

// RFC 3261 §8.1.3.4
TEST_F(OutgoingSession, FollowsARedirectOfTheNumberToOtherPortsOfTheHost) {
  sip::OutgoingCall order = Order();
  order.max_redirects = 2;
  Call(order);
  stack.Answer(Invite(), 302,
               {.headers = {{"Contact",
                             "<sip:+79991234567@provider.example:5070>;q=0.1, <tel:+79991234567>, "
                             "<sip:+79991234567@evil.example>, <sip:%2B79991234567@198.51.100.7:5080>"}}});
  EXPECT_EQ(Invite().message->request_uri_text, "sip:%2B79991234567@198.51.100.7:5080");
  EXPECT_EQ(Invite().message->cseq.number, 2u);
  EXPECT_EQ(Invite().target.flow.remote, FlowFrom(kPeer, 5080).remote);
  stack.Answer(Invite(), 486, {});
  EXPECT_EQ(Invite().message->request_uri_text, "sip:+79991234567@provider.example:5070");
  EXPECT_EQ(Invite().target.flow.remote, FlowFrom(kPeer, 5070).remote);
  stack.Answer(Invite(), 302, {.headers = {{"Contact", "<sip:+79991234567@provider.example:5090>"}}});
  EXPECT_EQ(user.notes, Notes{"ended rejected 302"});
  EXPECT_EQ(user.end.contact, "sip:+79991234567@provider.example:5090");
  using enum sip::RedirectVerdict;
  EXPECT_EQ(user.verdicts, (std::vector{kFollowed, kTooMany}));
  EXPECT_EQ(user.redirections, (Notes{"sip:%2B79991234567@198.51.100.7:5080 -> "
                                      "sip:%2B79991234567@198.51.100.7:5080",
                                      "sip:+79991234567@provider.example:5090 -> "}));
}

// Toll fraud: the rules of destinations were asked about the number that was dialled, and about no other.
TEST_F(OutgoingSession, NeverFollowsARedirectToAnotherNumber) {
  for (const char* number :
       {"+79000000000", "112", "+7999123456", "+799912345678", "79991234567", "+79991234567;npdi", ""}) {
    for (const auto hosts : {sip::RedirectHosts::kSameHost, sip::RedirectHosts::kAnyAddress}) {
      sip::OutgoingCall order = Order();
      order.max_redirects = 5;
      order.redirect_hosts = hosts;
      Call(order);
      const auto invites = stack.Count(Method::kInvite);
      const std::string target = fmt::format("sip:{}{}198.51.100.7", number, *number == 0 ? "" : "@");
      stack.Answer(Invite(), 302, {.headers = {{"Contact", "<" + target + ">"}}});
      EXPECT_EQ(stack.Count(Method::kInvite), invites) << target;
      EXPECT_EQ(user.notes.back(), "ended rejected 302");
      EXPECT_EQ(user.end.contact, target);
      EXPECT_EQ(user.verdicts.back(), sip::RedirectVerdict::kOtherNumber) << target;
    }
  }
}

TEST_F(OutgoingSession, KeepsRedirectsAwayFromOtherHosts) {
  sip::OutgoingCall order = Order();
  order.max_redirects = 5;
  Call(order);
  stack.Answer(Invite(), 302, {.headers = {{"Contact", "<sip:+79991234567@203.0.113.9>"}}});
  EXPECT_EQ(user.notes, Notes{"ended rejected 302"});
  EXPECT_EQ(user.verdicts.back(), sip::RedirectVerdict::kOtherHost);
  order.redirect_hosts = sip::RedirectHosts::kAnyAddress;
  Call(order);
  stack.Answer(Invite(), 302, {.headers = {{"Contact", "<sip:+79991234567@203.0.113.9:5080>"}}});
  EXPECT_EQ(Invite().target.flow.remote, FlowFrom("203.0.113.9", 5080).remote);
}

TEST_F(OutgoingSession, NeverFollowsWithoutPolicyOrInALoop) {
  Call();
  stack.Answer(Invite(), 302, {.headers = {{"Contact", "<sip:+79991234567@provider.example:5070>"}}});
  EXPECT_EQ(stack.Count(Method::kInvite), 1u);
  sip::OutgoingCall order = Order();
  order.max_redirects = 5;
  Call(order);
  stack.Answer(Invite(), 302, {.headers = {{"Contact", "<" + order.request_uri + ">"}}});
  EXPECT_EQ(stack.Count(Method::kInvite), 2u);
  Call(order);
  stack.Answer(Invite(), 302, {});
  using enum sip::RedirectVerdict;
  EXPECT_EQ(user.verdicts, (std::vector{kOff, kTried, kNoContact}));
}

TEST_F(OutgoingSession, SendsInsideTheDialogWhereThePolicySays) {
  for (const auto path : {sip::InDialogPath::kSameFlow, sip::InDialogPath::kDialog}) {
    sip::OutgoingCall order = Order();
    order.in_dialog_path = path;
    Call(order);
    stack.Answer(Invite(), 200, {.headers = {{"Contact", "<sip:peer@203.0.113.5:5099>"}}, .sdp = PeerSdp()});
    user.session->End();
    const bool dialog = path == sip::InDialogPath::kDialog;
    EXPECT_EQ(stack.Last(Method::kBye).target.flow.remote,
              (dialog ? FlowFrom("203.0.113.5", 5099) : FlowFrom(kPeer)).remote);
    stack.Answer(stack.Last(Method::kBye), 200, {});
  }
}

// RFC 3261 §12.2.1.1, §13.2.2.4: ACK and BYE go to the first route, with the remote target as their
// Request-URI.
TEST_F(OutgoingSession, FollowsTheRouteSetOfAProvider) {
  sip::OutgoingCall order = Order();
  order.in_dialog_path = sip::InDialogPath::kDialog;
  Call(order);
  stack.Answer(Invite(), 200,
               {.headers = {{"Record-Route", "<sip:203.0.113.9:5070;lr>, <sip:203.0.113.5:5080;lr>"},
                            {"Contact", "<sip:gw@203.0.113.77:5099>"}},
                .sdp = PeerSdp()});
  const sip::Message& ack = *stack.acks.back();
  EXPECT_EQ(stack.ack_targets.back().flow.remote, FlowFrom("203.0.113.5", 5080).remote);
  EXPECT_EQ(ack.request_uri_text, "sip:gw@203.0.113.77:5099");
  EXPECT_EQ(ack.Find(sip::HeaderId::kRoute), "<sip:203.0.113.5:5080;lr>");
  // It may also ask: from its proxy and from its gateway, and from nowhere else.
  for (const auto& [source, status] :
       {std::pair{"203.0.113.5", 200}, {"203.0.113.77", 200}, {"203.0.113.66", 481}}) {
    static std::uint32_t cseq = 10;
    Receive({.method = "OPTIONS", .cseq = ++cseq, .source = source});
    EXPECT_EQ(LastStatus(), status) << source;
  }
  user.session->End();
  const auto& bye = stack.Last(Method::kBye);
  EXPECT_EQ(bye.target.flow.remote, FlowFrom("203.0.113.5", 5080).remote);
  EXPECT_EQ(bye.message->request_uri_text, "sip:gw@203.0.113.77:5099");
}

// RFC 3261 §12.1.2, §13.2.2.4: without a Contact that can be used, the port of a Request-URI that names none
// is not 5060: ACK and BYE go where the INVITE went.
TEST_F(OutgoingSession, SendsWhereTheInviteWentWhenTheAnswerNamesNoPlace) {
  for (const std::string_view contact :
       {"", "<tel:+79991234567>", "*", "garbage", "<sip:p@sbc.invalid:5071>"}) {
    sip::OutgoingCall order = Order();
    order.target = {FlowFrom(kPeer, 21390)};
    order.request_uri = "sip:+79991234567@198.51.100.7";
    order.in_dialog_path = sip::InDialogPath::kDialog;
    Call(order);
    FakeStack::Reply answer{.sdp = PeerSdp()};
    if (!contact.empty()) answer.headers.emplace_back("Contact", contact);
    stack.Answer(Invite(), 200, answer);
    EXPECT_EQ(stack.ack_targets.back().flow.remote, FlowFrom(kPeer, 21390).remote) << contact;
    user.session->End();
    EXPECT_EQ(stack.Last(Method::kBye).target.flow.remote, FlowFrom(kPeer, 21390).remote) << contact;
    stack.Answer(stack.Last(Method::kBye), 200, {});
  }
}

// §12.2.1.1: a first route without lr is a strict router of RFC 2543.
TEST_F(OutgoingSession, GivesAStrictRouterItsOwnUri) {
  sip::OutgoingCall order = Order();
  order.in_dialog_path = sip::InDialogPath::kDialog;
  Call(order);
  stack.Answer(Invite(), 200,
               {.headers = {{"Record-Route", "<sip:203.0.113.5:5080>"}, {"Contact", "<sip:gw@203.0.113.77>"}},
                .sdp = PeerSdp()});
  EXPECT_EQ(stack.ack_targets.back().flow.remote, FlowFrom("203.0.113.5", 5080).remote);
  EXPECT_EQ(stack.acks.back()->request_uri_text, "sip:203.0.113.5:5080");
  EXPECT_EQ(stack.acks.back()->Find(sip::HeaderId::kRoute), "<sip:gw@203.0.113.77>");
}

// §12.2.1.2: the 2xx to our re-INVITE and their re-INVITE move the remote target, and with it who may ask.
TEST_F(OutgoingSession, FollowsARefreshedTarget) {
  sip::OutgoingCall order = Order();
  order.in_dialog_path = sip::InDialogPath::kDialog;
  Call(order);
  stack.Answer(Invite(), 200, With(PeerSdp()));
  user.session->Offer(OurMedia());
  stack.Answer(Invite(), 200, {.headers = {{"Contact", "<sip:peer@203.0.113.8:5090>"}}, .sdp = PeerSdp()});
  EXPECT_EQ(stack.ack_targets.back().flow.remote, FlowFrom("203.0.113.8", 5090).remote);
  Receive({.method = "INVITE",
           .cseq = 5,
           .body = PeerSdp(),
           .source = "203.0.113.8",
           .contact = "<sip:peer@203.0.113.9:5091>"});
  EXPECT_EQ(LastStatus(), 200);
  Receive({.method = "ACK", .cseq = 5, .source = "203.0.113.9"});
  user.session->End();
  EXPECT_EQ(stack.Last(Method::kBye).target.flow.remote, FlowFrom("203.0.113.9", 5091).remote);
}

// What a phone's Contact or Record-Route names is not sent to: it would make us a relay to third parties.
TEST_F(OutgoingSession, SendsAPhoneNothingButOverItsOwnFlow) {
  Call();
  stack.Answer(
      Invite(), 200,
      {.headers = {{"Record-Route", "<sip:203.0.113.5:5080;lr>"}, {"Contact", "<sip:x@203.0.113.77>"}},
       .sdp = PeerSdp()});
  EXPECT_EQ(stack.ack_targets.back().flow.remote, FlowFrom(kPeer).remote);
  user.session->End();
  EXPECT_EQ(stack.Last(Method::kBye).target.flow.remote, FlowFrom(kPeer).remote);
}
}  // namespace
}  // namespace vss::test
