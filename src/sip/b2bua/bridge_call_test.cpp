#include "sip/b2bua/b2bua.hpp"
#include "sip/dialog/testing/session_world.hpp"

namespace vss::test {
namespace {
using namespace std::chrono_literals;
using sip::BridgeEnd;
using sip::Method;

/// A bridged call over a fake stack: the line and the number are both played by the test.
class BridgedCall : public SessionWorld, public sip::BridgeUser {
 protected:
  void OnBridgeProgress(const sip::BridgeReport& report) override { stage = report.stage; }
  void OnBridgeOutcome(const sip::BridgeOutcome& told) override { outcome = told; }

  static sip::Sounds Silence() {
    const auto none = std::make_shared<const std::vector<std::int16_t>>(160, std::int16_t{0});
    return {.prompt = none,
            .talk = none,
            .greeting = none,
            .announcement = none,
            .ringback = none,
            .silence = none};
  }
  static media::Settings Ports() {
    const auto first = static_cast<std::uint16_t>(40'000 + 20 * (::getpid() % 900));
    return {.bind = boost::asio::ip::make_address("127.0.0.1"),
            .first_port = first,
            .last_port = static_cast<std::uint16_t>(first + 19)};
  }
  void OnLineSilent(const std::string&, const std::string& contact) override { silent.push_back(contact); }

  static sip::BridgeOrder HostedOrder() {
    return {.id = 1,
            .line = {.aor = "sip:6001@vss.internal",
                     .request_uri = "sip:6001@198.51.100.7",
                     .target = {FlowFrom(kPeer)}},
            .number = {.target = {FlowFrom(kPeer)},
                       .request_uri = "sip:+79991234567@provider.example",
                       .from = "<sip:a@vss.internal>",
                       .to = "<sip:+79991234567@provider.example>",
                       .headers = {},
                       .account = std::nullopt},
            .recording = std::nullopt};
  }
  /// Until the number has answered, and the line was asked to let its audio start.
  void Answer() {
    b2bua.Start(HostedOrder());
    stack.Answer(stack.requests.at(0), 200, With(PeerSdp("inactive"), "line"));
    stack.Answer(stack.requests.at(1), 200, With(PeerSdp("sendrecv", 4002), "number"));
    ASSERT_EQ(stage, sip::BridgeStage::kTalking);
    ASSERT_EQ(stack.Count(Method::kInvite), 3u);
    ASSERT_NE(stack.requests.at(2).message->body.find("a=sendrecv"), std::string_view::npos);
  }
  void AnswerByes() {
    for (std::size_t i = 0; i < stack.requests.size(); ++i) {
      if (stack.requests[i].message->method == Method::kBye) stack.Answer(stack.requests[i], 200, {});
    }
    stack.Advance(0ms);
  }

  /// Both sides fall silent for longer than the media time-out, and housekeeping sees it.
  void BeSilent() {
    clock.Advance(61s);
    io.restart();
    io.run_for(600ms);
    stack.Advance(0ms);
  }

  boost::asio::io_context io;
  FakeClock clock;
  std::unique_ptr<media::Engine> engine = media::MakeEngine(io, Ports(), clock, random, nullptr);
  std::vector<std::string> silent;
  sip::BridgeStage stage = sip::BridgeStage::kLineRinging;
  std::optional<sip::BridgeOutcome> outcome;
  sip::B2bua b2bua{sip::BridgeWorld{.sessions = *layer,
                                    .media = *engine,
                                    .stack = stack,
                                    .clock = clock,
                                    .random = random,
                                    .local_address = [](const sip::Endpoint&) { return "127.0.0.1"; },
                                    .sounds = Silence(),
                                    .user = *this}};
};

TEST_F(BridgedCall, TalksWhenTheLineLetsItsAudioStart) {
  Answer();
  stack.Answer(stack.requests.at(2), 200, With(PeerSdp(), "line"));
  stack.Advance(0ms);
  EXPECT_EQ(stack.Count(Method::kBye), 0u);
  EXPECT_FALSE(outcome);
  b2bua.End(1);
  AnswerByes();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->end, BridgeEnd::kOrdered);
  EXPECT_EQ(b2bua.size(), 0u);
}

TEST_F(BridgedCall, KeepsItsTimesWhenTheClockIsSet) {
  for (const auto step : {-1h, 1h, 9h}) {
    stack.requests.clear();
    outcome.reset();
    const Instant began = clock.Now();
    Answer();
    clock.Set(clock.Now() + step);
    clock.Advance(3s);
    b2bua.End(1);
    AnswerByes();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->number.invited_at, began);
    EXPECT_EQ(outcome->ended_at - *outcome->number.answered_at, 3s) << step.count();
    EXPECT_EQ(outcome->line.ended_at, outcome->ended_at);
    EXPECT_EQ(outcome->number.ended_at, outcome->ended_at);
  }
}

// RFC 3261 §14.1: a refused re-INVITE leaves the session as it was, here without sound.
TEST_F(BridgedCall, EndsWhenTheLineRefusesItsAudio) {
  Answer();
  stack.Answer(stack.requests.at(2), 488, {});
  EXPECT_EQ(stack.Count(Method::kBye), 2u);
  AnswerByes();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->end, BridgeEnd::kNoCommonMedia);
  EXPECT_TRUE(outcome->talked);
}

// RFC 3264 §6.1: sendrecv may be answered with less.
TEST_F(BridgedCall, EndsWhenTheLineAgreesToLessThanBothWays) {
  for (const char* direction : {"inactive", "recvonly", "sendonly"}) {
    stack.requests.clear();
    outcome.reset();
    Answer();
    stack.Answer(stack.requests.at(2), 200, With(PeerSdp(direction), "line"));
    AnswerByes();
    ASSERT_TRUE(outcome) << direction;
    EXPECT_EQ(outcome->end, BridgeEnd::kNoCommonMedia) << direction;
  }
}

// §12.2.1.2: no answer inside the dialog ends it, and that is no hang-up.
TEST_F(BridgedCall, EndsWhenTheLineIsSilentAboutItsAudio) {
  Answer();
  stack.Fail(stack.requests.at(2), sip::TransactionFailure::kTimeout);
  AnswerByes();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->end, BridgeEnd::kNoReply);
}

// §14.1: glare is no refusal; the offer comes again.
TEST_F(BridgedCall, OffersAgainAfterGlare) {
  Answer();
  stack.Answer(stack.requests.at(2), 491, {});
  stack.Advance(4s);
  ASSERT_EQ(stack.Count(Method::kInvite), 4u);
  stack.Answer(stack.requests.at(3), 200, With(PeerSdp(), "line"));
  EXPECT_EQ(stack.Count(Method::kBye), 0u);
}

// A muted phone that saves bandwidth sends nothing at all.
TEST_F(BridgedCall, SilenceAloneEndsNoCall) {
  Answer();
  stack.Answer(stack.requests.at(2), 200, With(PeerSdp(), "line"));
  for (std::size_t asked = 0; asked < 4;) {
    BeSilent();
    ASSERT_EQ(stack.Count(Method::kOptions), asked + 2) << "both were asked";
    asked += 2;
    for (auto& request : stack.requests) {
      if (request.message->method == Method::kOptions) stack.Answer(request, 200, {});
    }
  }
  EXPECT_EQ(stack.Count(Method::kBye), 0u);
  BeSilent();
  stack.Answer(stack.Last(Method::kOptions), 481, {});
  EXPECT_EQ(stack.Count(Method::kBye), 2u);
  AnswerByes();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->end, BridgeEnd::kMediaTimeout);
}

// RFC 3264 §8.4: three ways of saying it; none of them sends RTP for sure, and neither does who waits.
TEST_F(BridgedCall, NobodyIsAskedWhileSomebodyHolds) {
  Answer();
  stack.Answer(stack.requests.at(2), 200, With(PeerSdp(), "line"));
  std::uint32_t cseq = 0;
  std::string nowhere = PeerSdp();
  nowhere.replace(nowhere.find("c=IN IP4 198.51.100.7"), 21, "c=IN IP4 0.0.0.0");
  for (const std::string& hold : {PeerSdp("sendonly"), PeerSdp("inactive"), nowhere}) {
    Receive({.method = "INVITE", .cseq = ++cseq, .body = hold, .from_tag = "line"});
    ASSERT_EQ(LastStatus(), 200);
    Receive({.method = "ACK", .cseq = cseq, .from_tag = "line"});
    for (int n = 0; n < 3; ++n) BeSilent();
    EXPECT_EQ(stack.Count(Method::kOptions), 0u);
  }
  Receive({.method = "INVITE", .cseq = ++cseq, .body = PeerSdp(), .from_tag = "line"});
  Receive({.method = "ACK", .cseq = cseq, .from_tag = "line"});
  BeSilent();
  EXPECT_EQ(stack.Count(Method::kOptions), 2u) << "after the hold as before it";
  EXPECT_EQ(stack.Count(Method::kBye), 0u);
}

// A phone with a stuck redial key: what it dialled itself counts, calls that were ordered do not.
TEST_F(BridgedCall, CountsWhatAPhoneDialledItself) {
  Answer();
  EXPECT_EQ(b2bua.DialledBy("sip:6001@vss.internal"), 0u);
}

/// A phone with three contacts.
class PhoneWithContacts : public BridgedCall {
 protected:
  static sip::BridgeOrder Order() {
    sip::BridgeOrder order = HostedOrder();
    order.line.kind = sip::LineKind::kPhone;
    order.line.request_uri = "sip:7001@198.51.100.1";
    order.line.target = {FlowFrom("198.51.100.1", 5060)};
    for (const char* address : {"198.51.100.2", "198.51.100.3"})
      order.line.others.push_back({fmt::format("sip:7001@{}", address), {FlowFrom(address, 5060)}});
    return order;
  }
  /// The address that the n-th INVITE went to.
  std::string Invited(std::size_t n) { return stack.requests.at(n).target.flow.remote.address.to_string(); }
};

// RFC 3263 §4.3, RFC 5626 §5.3
TEST_F(PhoneWithContacts, TriesTheNextWhenOneIsNotThere) {
  b2bua.Start(Order());
  EXPECT_EQ(Invited(0), "198.51.100.1");
  stack.Answer(stack.requests.at(0), 430, {});
  ASSERT_EQ(stack.Count(Method::kInvite), 2u);
  EXPECT_EQ(Invited(1), "198.51.100.2");
  stack.Fail(stack.requests.at(1), sip::TransactionFailure::kTransport);
  ASSERT_EQ(stack.Count(Method::kInvite), 3u);
  EXPECT_EQ(Invited(2), "198.51.100.3");
  EXPECT_EQ(silent, (std::vector<std::string>{"sip:7001@198.51.100.1", "sip:7001@198.51.100.2"}));
  EXPECT_FALSE(outcome);
  stack.Answer(stack.requests.at(2), 503, {});
  ASSERT_TRUE(outcome) << "there is no further one";
  EXPECT_EQ(outcome->end, BridgeEnd::kLineRefused);
  EXPECT_FALSE(outcome->number.invited_at);
}

TEST_F(PhoneWithContacts, TriesTheNextWhenNothingComesBack) {
  b2bua.Start(Order());
  stack.Advance(4s);
  ASSERT_EQ(stack.Count(Method::kInvite), 2u);
  EXPECT_EQ(Invited(1), "198.51.100.2");
  // It is there: from now on only the time to pick up counts.
  stack.Answer(stack.requests.at(1), 100, {});
  stack.Advance(20s);
  EXPECT_EQ(stack.Count(Method::kInvite), 2u);
  stack.Advance(6s);
  EXPECT_EQ(stack.Count(Method::kInvite), 2u) << "30 s in all, not for each";
  stack.Answer(stack.requests.at(1), 487, {});
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->end, BridgeEnd::kLineNoAnswer);
}

TEST_F(PhoneWithContacts, AsksNoOtherWhenOneSaysNo) {
  for (const int status : {486, 603, 480, 404, 302}) {
    stack.requests.clear();
    outcome.reset();
    b2bua.Start(Order());
    stack.Answer(stack.requests.at(0), status, {});
    stack.Advance(0ms);
    EXPECT_EQ(stack.Count(Method::kInvite), 1u) << status;
    ASSERT_TRUE(outcome) << status;
    EXPECT_EQ(outcome->end, BridgeEnd::kLineRefused) << status;
  }
}

// RFC 5626 §5.3: NAT gave the phone another port, and it registered again.
TEST_F(PhoneWithContacts, AreFollowedToWhereTheyAreNow) {
  sip::BridgeOrder order = Order();
  order.line.others.clear();
  b2bua.Start(order);
  stack.Answer(stack.requests.at(0), 200, With(PeerSdp(), "line"));
  const sip::LineMove move{.aor = order.line.aor,
                           .contact_before = order.line.request_uri,
                           .contact = order.line.request_uri,
                           .flow_before = order.line.target.flow,
                           .flow = FlowFrom("198.51.100.1", 6666)};
  const auto ports = [&] {
    std::vector<std::uint16_t> found;
    for (const auto& request : stack.requests) {
      if (request.message->method == Method::kBye) found.push_back(request.target.flow.remote.port);
    }
    return found;
  };
  sip::LineMove of_another_contact = move, of_another_phone = move;
  of_another_contact.contact_before = "sip:7001@198.51.100.77";
  of_another_contact.flow_before = FlowFrom("198.51.100.77", 5060);
  of_another_contact.flow.remote.port = 7777;
  of_another_phone.aor = "sip:6002@vss.internal";
  of_another_phone.flow.remote.port = 8888;
  b2bua.Follow(of_another_phone);
  b2bua.Follow(move);
  b2bua.Follow(of_another_contact);
  b2bua.End(1);
  EXPECT_THAT(ports(), testing::ElementsAre(6666));
}

TEST_F(BridgedCall, KeepsWhereItWasRedirectedTo) {
  b2bua.Start(HostedOrder());
  stack.Answer(stack.requests.at(0), 200, With(PeerSdp("inactive"), "line"));
  stack.Answer(stack.requests.at(1), 302, {.headers = {{"Contact", "<sip:+79990000000@provider.example>"}}});
  AnswerByes();
  ASSERT_TRUE(outcome);
  ASSERT_EQ(outcome->number.redirects.size(), 1u);
  EXPECT_EQ(outcome->number.redirects[0].uri, "sip:+79990000000@provider.example");
  EXPECT_EQ(outcome->number.redirects[0].status, 302);
  EXPECT_EQ(outcome->number.redirects[0].verdict, sip::RedirectVerdict::kOff);
}
}  // namespace
}  // namespace vss::test
