#include <gtest/gtest.h>

#include <random>

#include "sip/dialog/testing/session_world.hpp"
#include "sip/transaction/transaction_stack.hpp"
#include "sip/transport/testing/memory_network.hpp"

// Sessions at both ends of a network, over the stack that carries them in the product.
namespace vss::test {
namespace {
using namespace std::chrono_literals;
using sip::Session;
using sip::sdp::Direction;

/// One user agent: stack, layer and the session that it has.
class Agent final : public sip::SessionLayer::Core {
 public:
  Agent(std::string_view address, std::uint16_t shard, boost::asio::io_context& io, const Clock& clock,
        sip::test::MemoryNetwork& network)
      : endpoint{boost::asio::ip::make_address(address), 5060},
        stack(io, clock, random, {.shard = shard, .sent_by = endpoint.str()}),
        port(network.Attach(endpoint, sip::Transport::kUdp, stack)),
        layer(sip::MakeSessionLayer(stack, *this, random)) {
    stack.Use(sip::Transport::kUdp, *port);
    stack.Serve(*layer);
  }

  void Call(const Agent& other) {
    user.session = layer->Call({.target = {{.remote = other.endpoint}},
                                .request_uri = "sip:them@" + other.endpoint.str(),
                                .from = "<sip:me@example.org>",
                                .to = "<sip:them@example.org>",
                                .contact = "<sip:me@" + endpoint.str() + ">",
                                .local = OurMedia()},
                               user);
  }
  void OnRequest(sip::ServerId, const sip::Message&, const sip::Flow&) override {}
  void OnInvite(sip::ServerId id, const sip::Message& invite, const sip::Flow& flow) override {
    user.session = layer->TakeIncoming(id, invite, flow, "<sip:me@" + endpoint.str() + ">", user);
  }

  sip::Endpoint endpoint;
  SystemRandom random;
  sip::TransactionStack stack;
  std::unique_ptr<sip::test::MemoryNetwork::Port> port;
  std::unique_ptr<sip::SessionLayer> layer;
  NotingUser user;
};

class SessionsOverStacks : public testing::Test {
 protected:
  void Pass(std::chrono::milliseconds time) {
    network.Deliver();
    for (; time > 0ms; time -= 10ms) {
      clock.Advance(10ms);
      alice.stack.RunTimers();
      bob.stack.RunTimers();
      io.poll();
      network.Deliver();
    }
  }
  void Connect() {
    alice.Call(bob);
    Pass(10ms);
    bob.user.session->Accept(OurMedia());
    Pass(10ms);
  }
  void ExpectNothingLeft() {
    EXPECT_EQ(alice.layer->sessions(), 0u);
    EXPECT_EQ(bob.layer->sessions(), 0u);
    Pass(70s);
    for (const Agent* agent : {&alice, &bob}) {
      EXPECT_EQ(agent->stack.counters().client_transactions, 0u);
      EXPECT_EQ(agent->stack.counters().server_transactions, 0u);
    }
  }

  boost::asio::io_context io;
  FakeClock clock;
  sip::test::MemoryNetwork network;
  Agent alice{"192.0.2.1", 0, io, clock, network};
  Agent bob{"192.0.2.2", 1, io, clock, network};
};

TEST_F(SessionsOverStacks, CallRingAnswerHoldAndHangUp) {
  alice.Call(bob);
  Pass(10ms);
  bob.user.session->Progress(180);
  Pass(10ms);
  bob.user.session->Accept(OurMedia());
  Pass(10ms);
  EXPECT_EQ(alice.user.notes, (Notes{"progress 180", "confirmed"}));
  EXPECT_EQ(bob.user.notes, Notes{"confirmed"});
  alice.user.session->Offer(OurMedia(Direction::kSendOnly));
  Pass(10ms);
  EXPECT_EQ(bob.user.session->agreed()->direction, Direction::kRecvOnly);
  bob.user.session->Offer(OurMedia(Direction::kInactive));
  Pass(10ms);
  EXPECT_EQ(alice.user.session->agreed()->direction, Direction::kInactive);
  bob.user.session->End();
  Pass(10ms);
  EXPECT_EQ(alice.user.notes.back(), "ended remote-bye");
  EXPECT_EQ(alice.user.end.q850, 16);
  EXPECT_EQ(bob.user.notes.back(), "ended local-bye");
  ExpectNothingLeft();
}

// RFC 3261 §14.1, §14.2: both get 491, both wait their own time, both offers get through.
TEST_F(SessionsOverStacks, ReinvitesThatCrossBothSucceedInTheEnd) {
  Connect();
  alice.user.session->Offer(OurMedia());
  bob.user.session->Offer(OurMedia());
  Pass(10s);
  EXPECT_EQ(alice.user.notes, (Notes{"confirmed", "media", "media"}));
  EXPECT_EQ(bob.user.notes, (Notes{"confirmed", "media", "media"}));
}

TEST_F(SessionsOverStacks, ByesThatCrossEndBothSides) {
  Connect();
  alice.user.session->End();
  bob.user.session->End();
  Pass(10ms);
  EXPECT_EQ(alice.user.notes.back(), "ended local-bye");
  EXPECT_EQ(bob.user.notes.back(), "ended local-bye");
  ExpectNothingLeft();
}

// RFC 3261 §9.1
TEST_F(SessionsOverStacks, CancelEndsAnInviteThatRings) {
  alice.Call(bob);
  Pass(10ms);
  bob.user.session->Progress(180);
  Pass(10ms);
  alice.user.session->End();
  Pass(10ms);
  EXPECT_EQ(alice.user.notes.back(), "ended cancelled 487");
  EXPECT_EQ(bob.user.notes.back(), "ended cancelled 487");
  ExpectNothingLeft();
}

// RFC 3261 §9.1, §15: CANCEL and 200 cross on the wire.
TEST_F(SessionsOverStacks, CancelThatCrossesTheAnswerEndsWithBye) {
  alice.Call(bob);
  Pass(10ms);
  bob.user.session->Accept(OurMedia());
  alice.user.session->End();
  Pass(10ms);
  EXPECT_EQ(alice.user.notes.back(), "ended local-bye");
  EXPECT_EQ(bob.user.notes.back(), "ended remote-bye");
  ExpectNothingLeft();
}

// Whatever is lost and whoever hangs up when: both sides end once, and nothing stays behind.
TEST_F(SessionsOverStacks, EndOnBothSidesUnderLossAndAtAnyMoment) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937 chance(seed);
    network.drop = [&](const auto&) { return chance() % 100 < 20; };
    const auto some = [&](unsigned ms) { return std::chrono::milliseconds(chance() % ms); };
    alice.user.notes.clear();
    bob.user.notes.clear();
    alice.Call(bob);
    Pass(some(3000));
    if (bob.user.session) bob.user.session->Progress(180);
    Pass(some(200));
    if (bob.user.session) bob.user.session->Accept(OurMedia());
    Pass(some(1500));
    if (alice.user.session && seed % 3 == 0) alice.user.session->Offer(OurMedia(Direction::kSendOnly));
    Pass(some(1500));
    Agent& first = seed % 2 == 0 ? alice : bob;
    if (first.user.session) first.user.session->End();
    Pass(70s);
    network.drop = [](const auto&) { return false; };
    if (alice.user.session) alice.user.session->End();
    if (bob.user.session) bob.user.session->End();
    Pass(70s);
    const auto ends = [](const Agent& agent) {
      return std::ranges::count_if(agent.user.notes,
                                   [](const auto& note) { return note.starts_with("ended"); });
    };
    EXPECT_EQ(ends(alice), 1) << "seed " << seed;
    EXPECT_LE(ends(bob), 1) << "seed " << seed;
    EXPECT_EQ(alice.layer->sessions() + bob.layer->sessions(), 0u) << "seed " << seed;
  }
  ExpectNothingLeft();
}

// A call that is answered survives loss: 2xx and ACK are repeated until both sides know.
TEST_F(SessionsOverStacks, ConfirmBothSidesUnderLoss) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937 chance(seed);
    network.drop = [&](const auto&) { return chance() % 100 < 30; };
    alice.user.notes.clear();
    bob.user.notes.clear();
    alice.Call(bob);
    Pass(20s);
    ASSERT_TRUE(bob.user.session) << "seed " << seed;
    bob.user.session->Accept(OurMedia());
    Pass(31s);
    EXPECT_EQ(alice.user.notes, Notes{"confirmed"}) << "seed " << seed;
    EXPECT_EQ(bob.user.notes, Notes{"confirmed"}) << "seed " << seed;
    network.drop = [](const auto&) { return false; };
    alice.user.session->End();
    Pass(70s);
  }
}
}  // namespace
}  // namespace vss::test
