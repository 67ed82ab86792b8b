#include "sip/transaction/transaction_stack.hpp"

#include <gtest/gtest.h>

#include "sip/transaction/testing/recording_users.hpp"
#include "sip/transport/testing/memory_network.hpp"

namespace vss::sip {
namespace {
using namespace std::chrono_literals;
using test::Request;

const Endpoint kAlice{boost::asio::ip::make_address("192.0.2.1"), 5060};
const Endpoint kBob{boost::asio::ip::make_address("192.0.2.2"), 5060};

/// Alice (client) and Bob (server), a network between them, and a clock that the test moves.
struct TransactionStackTest : ::testing::Test {
  boost::asio::io_context io{1};
  FakeClock clock;
  SystemRandom random;
  test::MemoryNetwork network;
  TransactionStack alice{io, clock, random, {.sent_by = kAlice.str()}};
  TransactionStack bob{io, clock, random, {.shard = 1, .sent_by = kBob.str(), .max_transactions = 4}};
  std::unique_ptr<test::MemoryNetwork::Port> alice_port, bob_port;
  test::RecordingClient client;
  test::RecordingServer alice_server, server;
  Target to_bob{{.remote = kBob}};

  TransactionStackTest() { UseTransport(Transport::kUdp); }

  void UseTransport(Transport transport) {
    alice_port = network.Attach(kAlice, transport, alice);
    bob_port = network.Attach(kBob, transport, bob);
    alice.Use(transport, *alice_port);
    bob.Use(transport, *bob_port);
    alice.Serve(alice_server);
    bob.Serve(server);
    to_bob.flow.transport = transport;
  }
  void AnswerWith(int status) {
    server.answer = [this, status](ServerId id, const Message& request) { Answer(id, request, status); };
  }
  void Answer(ServerId id, const Message& request, int status) {
    bob.Respond(id, ResponseTo(request, status, "b1").Finish());
  }
  /// Bob's later answer to the request that he saw last.
  void AnswerLast(int status) {
    Message request;
    ASSERT_TRUE(Parse(server.requests.back(), request));
    Answer(server.ids.back(), request, status);
  }
  void Pass(std::chrono::milliseconds time) {
    for (auto left = time; left > 0ms; left -= 10ms) {
      clock.Advance(10ms);
      alice.RunTimers();
      bob.RunTimers();
      network.Deliver();
    }
  }
  ClientId Send(std::string request) { return alice.SendRequest(to_bob, std::move(request), client); }
  /// From an address of its own, not through Alice's stack.
  void Inject(std::string_view bytes) { bob.OnBytes({.remote = kAlice}, bytes); }
};

TEST_F(TransactionStackTest, CarriesARequestAndItsAnswer) {
  AnswerWith(200);
  Send(Request("OPTIONS"));
  network.Deliver();
  EXPECT_EQ(client.statuses, std::vector{200});
  Pass(40s);
  EXPECT_EQ(client.statuses.size(), 1U);
  EXPECT_TRUE(client.failures.empty());
  EXPECT_EQ(alice.counters().client_transactions, 0U);
  EXPECT_EQ(bob.counters().server_transactions, 0U);
}

// §17.1.2.2: at 0, 500, 1500, 3500 ms, then every 4 s; Timer F at 32 s.
TEST_F(TransactionStackTest, RetransmitsARequestUntilTimerF) {
  network.drop = [](const auto&) { return true; };
  Send(Request("OPTIONS"));
  network.Deliver();
  EXPECT_EQ(network.dropped, 1U);
  Pass(3600ms);
  EXPECT_EQ(network.dropped, 4U);
  Pass(28s);
  EXPECT_EQ(network.dropped, 11U);
  EXPECT_TRUE(client.failures.empty());
  Pass(500ms);
  EXPECT_EQ(client.failures, std::vector{TransactionFailure::kTimeout});
  EXPECT_EQ(alice.counters().client_transactions, 0U);
}

// §17.1.1.2: Timer A doubles without a cap: 0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 s; Timer B at 32 s.
TEST_F(TransactionStackTest, RetransmitsAnInviteSevenTimes) {
  network.drop = [](const auto&) { return true; };
  Send(Request("INVITE"));
  Pass(33s);
  EXPECT_EQ(network.dropped, 7U);
  EXPECT_EQ(client.failures, std::vector{TransactionFailure::kTimeout});
}

// §17.2.1, §17.2.2: a retransmission reaches the user once and gets the stored answer again.
TEST_F(TransactionStackTest, AnswersRetransmissionsFromStoredBytes) {
  AnswerWith(200);
  int lost = 0;
  network.drop = [&](const auto& datagram) { return datagram.to == kAlice && lost++ < 3; };
  Send(Request("OPTIONS"));
  Pass(10s);
  EXPECT_EQ(server.requests.size(), 1U);
  EXPECT_EQ(client.statuses, std::vector{200});
  EXPECT_EQ(bob.counters().retransmissions_in, 3U);
}

// §17.2.1: the user of an INVITE who does not answer at once has 100 sent for it.
TEST_F(TransactionStackTest, SendsTryingWhenTheUserTakesItsTime) {
  Send(Request("INVITE"));
  network.Deliver();
  EXPECT_EQ(client.statuses, std::vector{100});
  AnswerLast(180);
  AnswerLast(486);
  network.Deliver();
  EXPECT_EQ(client.statuses, (std::vector{100, 180, 486}));
}

TEST_F(TransactionStackTest, SendsNoTryingWhenTheUserAnswersAtOnce) {
  AnswerWith(403);
  Send(Request("INVITE"));
  network.Deliver();
  EXPECT_EQ(client.statuses, std::vector{403});
}

// §17.1.1.3: the ACK of a non-2xx has the INVITE's branch, Route, From, Call-ID, CSeq number and the
// response's To.
TEST_F(TransactionStackTest, AcknowledgesAFailureByItself) {
  AnswerWith(486);
  std::string ack, invite;
  network.drop = [&](const auto& datagram) {
    if (datagram.bytes.starts_with("ACK ")) ack = datagram.bytes;
    if (datagram.bytes.starts_with("INVITE ")) invite = datagram.bytes;
    return false;
  };
  Send(Request("INVITE", "c1", "Route: <sip:p1;lr>, <sip:p2;lr>\r\nContent-Type: text/plain\r\n"));
  network.Deliver();
  Message sent, acked;
  ASSERT_TRUE(Parse(invite, sent));
  ASSERT_TRUE(Parse(ack, acked));
  EXPECT_EQ(acked.via.branch, sent.via.branch);
  EXPECT_EQ(acked.to.tag, "b1");
  EXPECT_EQ(acked.from.tag, sent.from.tag);
  EXPECT_EQ(acked.call_id, sent.call_id);
  EXPECT_EQ(acked.cseq.number, sent.cseq.number);
  EXPECT_EQ(acked.request_uri_text, sent.request_uri_text);
  EXPECT_EQ(acked.Find(HeaderId::kRoute), sent.Find(HeaderId::kRoute));
  EXPECT_EQ(server.acks, 0) << "the ACK of a non-2xx ends in its transaction";
  EXPECT_TRUE(server.failures.empty());
}

// §17.2.1: Timer G repeats the final response, Timer H gives up.
TEST_F(TransactionStackTest, RepeatsAFailureUntilTheAckComes) {
  AnswerWith(486);
  bool deaf = true;
  network.drop = [&](const auto& datagram) { return deaf && datagram.bytes.starts_with("ACK "); };
  Send(Request("INVITE"));
  Pass(2s);
  EXPECT_EQ(client.statuses, std::vector{486}) << "told once";
  EXPECT_EQ(bob.counters().retransmissions_out, 2U);
  deaf = false;
  Pass(40s);
  EXPECT_EQ(bob.counters().retransmissions_out, 3U);
  EXPECT_TRUE(server.failures.empty());
  EXPECT_EQ(bob.counters().server_transactions, 0U);
}

TEST_F(TransactionStackTest, TellsWhenNoAckComes) {
  AnswerWith(486);
  network.drop = [](const auto& datagram) { return datagram.bytes.starts_with("ACK "); };
  Send(Request("INVITE"));
  Pass(40s);
  EXPECT_EQ(server.failures, std::vector{TransactionFailure::kTimeout});
}

// RFC 6026 §8.4, §8.7: every 2xx reaches the client's user; a retransmitted INVITE after it is absorbed.
TEST_F(TransactionStackTest, PassesEvery2xxAndItsAck) {
  AnswerWith(200);
  Send(Request("INVITE"));
  network.Deliver();
  Message request;
  ASSERT_TRUE(Parse(server.requests.back(), request));
  bob.Resend(server.ids.back(), ResponseTo(request, 200, "b1").Finish());
  alice.SendAck(to_bob, Request("ACK"));
  network.Deliver();
  EXPECT_EQ(client.statuses, (std::vector{200, 200}));
  EXPECT_EQ(server.acks, 1);
  bob.OnBytes({.remote = kAlice}, server.requests.back());
  EXPECT_EQ(server.requests.size(), 1U);
  Pass(33s);
  bob.Resend(server.ids.back(), ResponseTo(request, 200, "b1").Finish());
  network.Deliver();
  EXPECT_EQ(client.statuses.size(), 2U);
}

// §9.1: CANCEL waits for a provisional response, then has the INVITE's branch.
TEST_F(TransactionStackTest, CancelWaitsForAProvisionalResponse) {
  std::vector<std::string> cancels;
  network.drop = [&](const auto& datagram) {
    if (datagram.bytes.starts_with("CANCEL ")) cancels.push_back(datagram.bytes);
    return false;
  };
  const ClientId invite = Send(Request("INVITE"));
  alice.Cancel(invite);
  alice.Cancel(invite);
  EXPECT_EQ(network.on_the_way().size(), 1U) << "nothing but the INVITE before the 100";
  network.Deliver();
  ASSERT_EQ(cancels.size(), 1U);
  Message cancel, sent;
  ASSERT_TRUE(Parse(cancels[0], cancel));
  ASSERT_TRUE(Parse(server.requests[0], sent));
  EXPECT_EQ(cancel.via.branch, sent.via.branch);
  EXPECT_EQ(cancel.cseq.number, sent.cseq.number);
  ASSERT_EQ(server.cancelled, std::vector{server.ids[0]});
  AnswerLast(487);
  network.Deliver();
  EXPECT_EQ(client.statuses, (std::vector{100, 487})) << "the 200 of the CANCEL is the stack's";
  Pass(70s);
  EXPECT_EQ(alice.counters().client_transactions, 0U);
  EXPECT_EQ(bob.counters().server_transactions, 0U);
}

// §9.1: no CANCEL after a final response; the 2xx that was faster wins.
TEST_F(TransactionStackTest, CancelAfterTheAnswerSendsNothing) {
  AnswerWith(200);
  const ClientId invite = Send(Request("INVITE"));
  network.Deliver();
  alice.Cancel(invite);
  EXPECT_TRUE(network.on_the_way().empty());
}

// §9.1: 64*T1 after the CANCEL without a final response the INVITE counts as cancelled.
TEST_F(TransactionStackTest, CancelledInviteWithoutFinalResponseTimesOut) {
  const ClientId invite = Send(Request("INVITE"));
  network.Deliver();
  Pass(60s);
  EXPECT_TRUE(client.failures.empty()) << "a phone may ring for long";
  alice.Cancel(invite);
  Pass(33s);
  EXPECT_EQ(client.failures, std::vector{TransactionFailure::kTimeout});
}

// §9.2: 481 when the CANCEL matches nothing; a final answer makes it too late but still 200.
TEST_F(TransactionStackTest, CancelOfNothingGets481) {
  Inject(
      "CANCEL sip:b@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKnone\r\n"
      "From: <sip:a@example.org>;tag=1\r\nTo: <sip:b@example.org>\r\nCall-ID: x\r\nCSeq: 1 CANCEL\r\n\r\n");
  ASSERT_EQ(network.on_the_way().size(), 1U);
  EXPECT_TRUE(network.on_the_way()[0].bytes.starts_with("SIP/2.0 481 "));
  EXPECT_TRUE(server.cancelled.empty());
}

// §9.2 answers whoever knows the branch; a CANCEL from another address is somebody else's.
TEST_F(TransactionStackTest, CancelFromElsewhereGets481AndEndsNothing) {
  std::string cancel;
  network.drop = [&](const auto& datagram) {
    if (!datagram.bytes.starts_with("CANCEL ")) return false;
    cancel = datagram.bytes;
    return true;
  };
  const ClientId invite = Send(Request("INVITE"));
  network.Deliver();
  alice.Cancel(invite);
  network.Deliver();
  ASSERT_FALSE(cancel.empty());
  bob.OnBytes({.remote = {boost::asio::ip::make_address("203.0.113.9"), 5060}}, cancel);
  ASSERT_EQ(network.on_the_way().size(), 1U);
  EXPECT_TRUE(network.on_the_way()[0].bytes.starts_with("SIP/2.0 481 "));
  EXPECT_TRUE(server.cancelled.empty());
}

// RFC 3581 §4, RFC 3261 §18.2.1.
TEST_F(TransactionStackTest, WritesTheSourceIntoTheVia) {
  bob.OnBytes(
      {.remote = {boost::asio::ip::make_address("203.0.113.9"), 1234}},
      "OPTIONS sip:b@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1;rport;received=6.6.6.6;"
      "branch=z9hG4bKx, SIP/2.0/UDP 10.9.9.9;branch=z9hG4bKy\r\nMax-Forwards: 70\r\n"
      "From: <sip:a@example.org>;tag=1\r\nTo: <sip:b@example.org>\r\nCall-ID: x\r\nCSeq: 1 OPTIONS\r\n\r\n");
  ASSERT_EQ(server.requests.size(), 1U);
  Message request;
  ASSERT_TRUE(Parse(server.requests[0], request));
  EXPECT_EQ(request.via.received, "203.0.113.9");
  EXPECT_EQ(request.via.rport, 1234);
  EXPECT_EQ(request.via.branch, "z9hG4bKx");
  EXPECT_EQ(server.requests[0].find("6.6.6.6"), std::string::npos);
  EXPECT_NE(server.requests[0].find("10.9.9.9"), std::string::npos);
  AnswerLast(200);
  EXPECT_EQ(network.on_the_way().back().to.str(), "203.0.113.9:1234");
}

// §18.2.2: without rport the answer goes to the port of the Via, 5060 when it has none.
TEST_F(TransactionStackTest, AnswersToThePortOfTheViaWithoutRport) {
  AnswerWith(200);
  bob.OnBytes(
      {.remote = {kAlice.address, 40'000}},
      "OPTIONS sip:b@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\n"
      "From: <sip:a@example.org>;tag=1\r\nTo: <sip:b@example.org>\r\nCall-ID: x\r\nCSeq: 1 OPTIONS\r\n\r\n");
  ASSERT_EQ(network.on_the_way().size(), 1U);
  EXPECT_EQ(network.on_the_way()[0].to, kAlice);
}

std::string Raw(std::string_view method, std::string_view branch,
                std::string_view more = "Max-Forwards: 70\r\n") {
  return fmt::format(
      "{0} sip:b@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch={1}\r\n{2}"
      "From: <sip:a@example.org>;tag=1\r\nTo: <sip:b@example.org>\r\nCall-ID: x\r\nCSeq: 1 {0}\r\n\r\n",
      method, branch, more);
}

// §8.2.2.2: the same request over two paths.
TEST_F(TransactionStackTest, RefusesAMergedRequest) {
  Inject(Raw("INVITE", "z9hG4bKpath1"));
  Inject(Raw("INVITE", "z9hG4bKpath2"));
  EXPECT_EQ(server.requests.size(), 1U);
  EXPECT_TRUE(network.on_the_way().back().bytes.starts_with("SIP/2.0 482 "));
}

// §16.3, items 3 and 4.
TEST_F(TransactionStackTest, RefusesARequestThatMayGoNoFurtherOrHasLooped) {
  Inject(Raw("INVITE", "z9hG4bK1", "Max-Forwards: 0\r\n"));
  EXPECT_TRUE(network.on_the_way().back().bytes.starts_with("SIP/2.0 483 "));
  const Branch ours{.shard = 1, .transaction = 1, .secret = 2};
  const auto looped = fmt::format("Via: SIP/2.0/UDP {};branch={}\r\n", kBob.str(), ours.str());
  Inject(Raw("MESSAGE", "z9hG4bK2", looped));
  EXPECT_TRUE(network.on_the_way().back().bytes.starts_with("SIP/2.0 482 "));
  EXPECT_TRUE(server.requests.empty());
}

// §8.2.7: to an address that anybody may have written into a datagram, one answer for one request.
TEST_F(TransactionStackTest, AnswersOnceAndKeepsNothing) {
  server.answer = [this](ServerId id, const Message& request) {
    bob.RespondOnce(id, ResponseTo(request, 401, bob.TagOnce(request)).Finish());
  };
  Inject(Raw("INVITE", "z9hG4bK1"));
  ASSERT_EQ(network.on_the_way().size(), 1U) << "no 100 besides";
  const std::string first = network.on_the_way().back().bytes;
  EXPECT_TRUE(first.starts_with("SIP/2.0 401 "));
  EXPECT_EQ(bob.counters().server_transactions, 0U);
  Pass(40s);
  EXPECT_EQ(bob.counters().sent, 1U) << "nothing is repeated";
  Inject(Raw("INVITE", "z9hG4bK1"));
  EXPECT_EQ(server.requests.size(), 2U);
  EXPECT_EQ(network.on_the_way().back().bytes, first) << "the same To tag";
  Inject(Raw("INVITE", "z9hG4bK2"));
  EXPECT_NE(network.on_the_way().back().bytes, first);
}

TEST_F(TransactionStackTest, RefusesOnceWhatNobodyLookedAt) {
  Inject(Raw("INVITE", "z9hG4bK1", "Max-Forwards: 0\r\n"));
  EXPECT_EQ(bob.counters().server_transactions, 0U);
  Pass(40s);
  EXPECT_EQ(bob.counters().sent, 1U);
}

// §21.5.7: without a transaction; an ACK is never answered.
TEST_F(TransactionStackTest, RefusesARequestWithMoreHeadersThanItKeeps) {
  std::string many;
  for (std::size_t i = 0; i < Message::kMaxHeaders; ++i) many += "X-Y: z\r\n";
  Inject(Raw("ACK", "z9hG4bK1", many));
  EXPECT_EQ(bob.counters().sent, 0U);
  Inject(Raw("INVITE", "z9hG4bK2", many));
  ASSERT_EQ(network.on_the_way().size(), 1U);
  EXPECT_TRUE(network.on_the_way().back().bytes.starts_with("SIP/2.0 513 Message Too Large\r\n"));
  EXPECT_TRUE(server.requests.empty());
  EXPECT_EQ(bob.counters().server_transactions, 0U);
}

TEST_F(TransactionStackTest, TakesHeadersAsLongAsADatagram) {
  Inject(Raw("MESSAGE", "z9hG4bK1", "X-Big: " + std::string(60'000, 'x') + "\r\n"));
  std::string many;
  for (int i = 0; i < 150; ++i) many += "X-Y: z\r\n";
  Inject(Raw("OPTIONS", "z9hG4bK2", many));
  EXPECT_EQ(server.requests.size(), 2U);
}

// §17.2.3, second half: peers of RFC 2543 without the magic cookie.
TEST_F(TransactionStackTest, MatchesRequestsOfRfc2543Peers) {
  AnswerWith(486);
  Inject(Raw("INVITE", "1"));
  Inject(Raw("INVITE", "1"));
  EXPECT_EQ(server.requests.size(), 1U);
  Inject(Raw("ACK", "1"));
  network.Deliver();
  Pass(33s);
  EXPECT_TRUE(server.failures.empty()) << "the ACK was matched";
}

TEST_F(TransactionStackTest, AnswersWith503WhenTheTableIsFull) {
  for (int i = 0; i < 6; ++i) Send(Request("OPTIONS", fmt::format("c{}", i)));
  network.Deliver();
  EXPECT_EQ(server.requests.size(), 4U);
  EXPECT_EQ(client.statuses, (std::vector{503, 503}));
  EXPECT_EQ(bob.counters().refused, 2U);
}

TEST_F(TransactionStackTest, TellsOfASendFailureFromTheLoopOnly) {
  alice_port->broken = true;
  Send(Request("INVITE"));
  EXPECT_TRUE(client.failures.empty()) << "never from inside SendRequest";
  Pass(10ms);
  EXPECT_EQ(client.failures, std::vector{TransactionFailure::kTransport});
  Pass(40s);
  EXPECT_EQ(client.failures.size(), 1U);
}

TEST_F(TransactionStackTest, ForgottenUserHearsNothing) {
  const ClientId invite = Send(Request("INVITE"));
  alice.Forget(invite);
  AnswerWith(200);
  network.Deliver();
  Pass(40s);
  EXPECT_TRUE(client.statuses.empty());
  EXPECT_TRUE(client.failures.empty());
  EXPECT_EQ(alice_server.stray, std::vector{200}) << "somebody has to end the call that came up";
  EXPECT_EQ(alice.counters().client_transactions, 0U);
}

TEST_F(TransactionStackTest, IgnoresResponsesThatNobodyAskedFor) {
  alice.OnBytes({.remote = kBob},
                "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bKx\r\nFrom: <sip:a@x>;tag=1\r\n"
                "To: <sip:b@x>;tag=2\r\nCall-ID: x\r\nCSeq: 1 OPTIONS\r\n\r\n");
  EXPECT_TRUE(alice_server.stray.empty()) << "the Via is not Alice's (§18.1.2)";
  alice.OnBytes(
      {.remote = kBob},
      "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKx\r\nFrom: <sip:a@x>;tag=1\r\n"
      "To: <sip:b@x>;tag=2\r\nCall-ID: x\r\nCSeq: 1 OPTIONS\r\n\r\n");
  EXPECT_EQ(alice_server.stray, std::vector{200});
  alice.OnBytes({.remote = kBob}, "garbage");
  EXPECT_EQ(alice.counters().malformed, 1U);
}

// §17.1.4 and the figures: over a connection nothing is sent twice; a broken one fails what waits for an
// answer.
TEST_F(TransactionStackTest, BrokenConnectionFailsWhatWaitsForAnAnswer) {
  UseTransport(Transport::kTcp);
  Send(Request("OPTIONS"));
  network.Deliver();
  Pass(5s);
  EXPECT_EQ(server.requests.size(), 1U);
  EXPECT_EQ(bob.counters().retransmissions_in, 0U);
  alice.OnFlowClosed({.transport = Transport::kTcp, .remote = kBob, .connection = 7});
  EXPECT_EQ(client.failures, std::vector{TransactionFailure::kTransport});
  EXPECT_EQ(alice.counters().client_transactions, 0U);
}

TEST_F(TransactionStackTest, RunsAndCancelsTimersOfItsUsers) {
  int fired = 0;
  bob.After(100ms, [&] { ++fired; });
  const auto id = bob.After(100ms, [&] { fired += 10; });
  bob.CancelTimer(id);
  Pass(90ms);
  EXPECT_EQ(fired, 0);
  Pass(20ms);
  EXPECT_EQ(fired, 1);
  bob.CancelTimer(id);
}

// RFC 3261 §17 under loss: half of all messages lost, each way; every request comes to one answer, each seen
// once.
TEST_F(TransactionStackTest, SurvivesHeavyLoss) {
  AnswerWith(200);
  std::uint32_t state = 7;
  network.drop = [&](const auto&) { return ((state = state * 1664525 + 1013904223) >> 31) != 0; };
  for (int i = 0; i < 20; ++i) {
    Send(Request("MESSAGE", fmt::format("loss{}", i)));
    Pass(40s);
    Pass(30s);
  }
  EXPECT_EQ(client.statuses.size() + client.failures.size(), 20U);
  EXPECT_GE(client.statuses.size(), 19U);
  EXPECT_LE(server.requests.size(), 20U);
  EXPECT_EQ(bob.counters().server_transactions, 0U);
}
}  // namespace
}  // namespace vss::sip
