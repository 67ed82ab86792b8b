#include "media/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/testing/temp_folder.hpp"
#include "media/bytes.hpp"
#include "media/g711.hpp"
#include "media/prompts.hpp"
#include "media/recording_writer.hpp"
#include "media/rtcp_packet.hpp"
#include "media/rtp_packet.hpp"
#include "media/testing/correlate.hpp"
#include "media/tone.hpp"

namespace vss::media {
namespace {
using namespace std::chrono_literals;
using boost::asio::ip::udp;
const auto kLoopback = boost::asio::ip::make_address("127.0.0.1");
constexpr auto kHousekeeping = 600ms;  // more than one round of it
constexpr std::uint8_t kComfortNoiseType = 13;

/// Keeps what a stream hears.
struct Ear : StreamUser {
  std::vector<std::int16_t> heard;
  std::string digits;
  int timeouts = 0, frames = 0;
  std::function<void()> on_frame;
  void OnFrame(const Frame& frame) override {
    const auto samples = DecodeG711(frame.payload, frame.codec);
    heard.insert(heard.end(), samples.begin(), samples.end());
    ++frames;
    if (on_frame) on_frame();
  }
  void OnDigit(char digit) override { digits += digit; }
  void OnMediaTimeout() override { ++timeouts; }
};

struct BridgeEar : Engine::BridgeUser {
  std::string digits;
  void OnBridgeDigit(Stream&, char digit) override { digits += digit; }
  void OnBridgeMediaTimeout(Stream&) override {}
};

/// A bare socket of a stranger.
class Stranger {
 public:
  explicit Stranger(boost::asio::io_context& loop) : socket_(loop, udp::endpoint(kLoopback, 0)) {
    socket_.non_blocking(true);
  }
  udp::endpoint address() const { return socket_.local_endpoint(); }
  void SendRtp(std::uint16_t port, std::uint32_t ssrc, std::uint16_t sequence, std::uint8_t byte = 0x55,
               std::uint8_t payload_type = 8) {
    const auto header = EncodeRtpHeader(
        {.payload_type = payload_type, .sequence = sequence, .timestamp = sequence * 160U, .ssrc = ssrc});
    std::vector<std::uint8_t> packet(header.begin(), header.end());
    packet.resize(packet.size() + 160, byte);
    socket_.send_to(boost::asio::buffer(packet), {kLoopback, port});
  }
  void SendReport(int port, std::uint32_t ssrc) {
    const auto report = EncodeRtcp({.ssrc = ssrc, .cname = "stranger"});
    socket_.send_to(boost::asio::buffer(report), {kLoopback, static_cast<std::uint16_t>(port)});
  }
  bool HeardAnything() {
    std::array<std::uint8_t, 2048> bytes;
    boost::system::error_code error;
    return socket_.receive(boost::asio::buffer(bytes), 0, error) > 0;
  }

 private:
  udp::socket socket_;
};

class EngineTest : public testing::Test {
 protected:
  Settings Quick() {
    const auto first = static_cast<std::uint16_t>(30'000 + RandomPort());
    return {.bind = kLoopback, .first_port = first, .last_port = static_cast<std::uint16_t>(first + 199)};
  }
  unsigned RandomPort() {
    const std::string bytes = random_.Bytes(2);
    return Load16({reinterpret_cast<const std::uint8_t*>(bytes.data()), 2}) % 14'000U * 2U;
  }
  std::unique_ptr<Engine> Make(Settings settings) {
    return MakeEngine(loop_, std::move(settings), clock_, random_, &writer_);
  }
  static Peer To(const Stream& stream, Format format = {}) {
    return {.rtp = {kLoopback, stream.rtp_port()},
            .rtcp = {kLoopback, static_cast<std::uint16_t>(stream.rtp_port() + 1)},
            .format = format};
  }
  template <class F>
  bool RunUntil(F condition, std::chrono::milliseconds at_most = 10s) {
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    loop_.restart();
    while (!condition() && std::chrono::steady_clock::now() < deadline) loop_.run_one_for(10ms);
    return condition();
  }
  /// Until all that is on its way has come.
  void Settle() {
    RunUntil([] { return false; }, 60ms);
  }

  test::TempFolder folder_;
  boost::asio::io_context loop_{1};
  SystemClock clock_;
  SystemRandom random_;
  RecordingWriter writer_;
};

struct RecordedCall {
  std::vector<std::int16_t> left, right;
};

RecordedCall ReadRecording(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  const std::vector<std::uint8_t> bytes((std::istreambuf_iterator<char>(in)), {});
  RecordedCall call;
  for (std::size_t n = 58; n + 1 < bytes.size(); n += 2) {
    call.left.push_back(DecodeSample(bytes[n], Codec::kPcma));
    call.right.push_back(DecodeSample(bytes[n + 1], Codec::kPcma));
  }
  return call;
}

TEST_F(EngineTest, BridgesSpeechBetweenLawsAndRecordsEachSideOnItsChannel) {
  const auto engine_a = Make(Quick()), engine_m = Make(Quick()), engine_b = Make(Quick());
  const auto a = engine_a->Open(), b = engine_b->Open();
  const auto left = engine_m->Open(), right = engine_m->Open();
  ASSERT_TRUE(a && b && left && right);
  const Format ulaw{.codec = Codec::kPcmu, .payload_type = 0, .dtmf_payload_type = 101};
  const Format alaw{.codec = Codec::kPcma, .payload_type = 8, .dtmf_payload_type = 96};
  a->Connect(To(*left, ulaw));
  left->Connect(To(*a, ulaw));
  right->Connect(To(*b, alaw));
  b->Connect(To(*right, alaw));
  Ear ear_a, ear_b;
  a->SetUser(&ear_a);
  b->SetUser(&ear_b);
  BridgeEar bridge_ear;
  auto bridge = engine_m->Connect(*left, *right, &bridge_ear);
  std::optional<RecordingResult> recorded;
  bridge->Record(folder_ / "call.wav", [&](RecordingResult result) { recorded = std::move(result); });

  Stranger stranger(loop_);
  const auto signal = TestSignal(), speech = SpeechLike(2);
  int done = 0;
  const auto play_a = engine_a->Play(*a, signal, Engine::Repeat::kOnce, [&] { ++done; });
  const auto play_b = engine_b->Play(*b, speech, Engine::Repeat::kOnce, [&] { ++done; });
  std::uint16_t forged = 0;
  ear_b.on_frame = [&] { stranger.SendRtp(left->rtp_port(), 0xBAD, forged++); };
  ASSERT_TRUE(RunUntil([&] { return done == 2; }));
  ear_b.on_frame = {};
  ASSERT_TRUE(a->SendDigit('5', 100ms));
  ASSERT_TRUE(RunUntil([&] { return ear_b.digits == "5"; }));
  EXPECT_EQ(bridge_ear.digits, "5");

  EXPECT_GT(test::Correlate(*signal, ear_b.heard).value, 0.98);
  EXPECT_GT(test::Correlate(*speech, ear_a.heard).value, 0.98);
  EXPECT_EQ(left->quality().foreign, forged);
  EXPECT_FALSE(stranger.HeardAnything());
  EXPECT_EQ(ear_b.heard.size(), signal->size());

  bridge.reset();
  ASSERT_TRUE(RunUntil([&] { return recorded.has_value(); }));
  EXPECT_FALSE(recorded->truncated);
  EXPECT_EQ(recorded->bytes, std::filesystem::file_size(recorded->file));
  const RecordedCall call = ReadRecording(recorded->file);
  const auto customer = test::Correlate(*signal, call.left), line = test::Correlate(*speech, call.right);
  EXPECT_GT(customer.value, 0.98);
  EXPECT_GT(line.value, 0.98);
  EXPECT_LT(std::abs(customer.delay_ms - line.delay_ms), 60);
}

TEST_F(EngineTest, EchoesWhatArrivesAndTheUserStillHearsIt) {
  const auto engine = Make(Quick());
  const auto phone = engine->Open(), exchange = engine->Open();
  phone->Connect(To(*exchange));
  exchange->Connect(To(*phone));
  Ear phone_ear, exchange_ear;
  phone->SetUser(&phone_ear);
  exchange->SetUser(&exchange_ear);
  const auto echo = engine->Echo(*exchange);
  const auto said = std::make_shared<const std::vector<std::int16_t>>(Tone({700}, 400ms));
  const auto player = engine->Play(*phone, said, Engine::Repeat::kOnce, {});
  ASSERT_TRUE(RunUntil([&] { return phone_ear.heard.size() >= said->size(); }));
  EXPECT_GT(test::CorrelationAt(*said, phone_ear.heard, 0), 0.99);
  EXPECT_EQ(exchange_ear.heard.size(), phone_ear.heard.size());
}

TEST_F(EngineTest, PlaysAtTheStreamsPace) {
  const auto engine = Make(Quick());
  const auto from = engine->Open(), to = engine->Open();
  from->Connect(To(*to, {.ptime_ms = 30}));
  to->Connect(To(*from));
  Ear ear;
  to->SetUser(&ear);
  const auto second = std::make_shared<const std::vector<std::int16_t>>(Tone({440}, 990ms));
  bool done = false;
  const auto start = std::chrono::steady_clock::now();
  const auto player = engine->Play(*from, second, Engine::Repeat::kOnce, [&] { done = true; });
  ASSERT_TRUE(RunUntil([&] { return done; }));
  Settle();
  EXPECT_EQ(ear.frames, 33);
  EXPECT_GT(std::chrono::steady_clock::now() - start, 900ms);
}

TEST_F(EngineTest, ThePromptWaitsUntilThePeerMayBeSentTo) {
  const auto engine = Make(Quick());
  const auto line = engine->Open(), edge = engine->Open();
  Peer held = To(*edge);
  held.send = false;
  line->Connect(held);
  edge->Connect(To(*line));
  Ear ear;
  edge->SetUser(&ear);
  const auto prompt = std::make_shared<const std::vector<std::int16_t>>(Tone({600}, 200ms));
  const auto player = engine->Play(*line, prompt, Engine::Repeat::kOnce, {});
  Settle();
  EXPECT_EQ(ear.frames, 0);
  line->Connect(To(*edge));
  ASSERT_TRUE(RunUntil([&] { return ear.frames == 10; }));
  EXPECT_GT(test::CorrelationAt(*prompt, ear.heard, 0), 0.99) << "from its beginning";
}

TEST_F(EngineTest, HearsTonesOfAPeerWithoutEventsAndTellsEachDigitOnce) {
  const auto engine = Make(Quick());
  const auto phone = engine->Open(), exchange = engine->Open();
  phone->Connect(To(*exchange));
  exchange->Connect(To(*phone));
  Ear ear;
  exchange->SetUser(&ear);
  EXPECT_FALSE(phone->SendDigit('1', 100ms)) << "no events were agreed";
  std::vector<std::int16_t> keys;
  for (const char key : std::string("159#")) {
    const auto tone = DigitTone(key, 100ms);
    keys.insert(keys.end(), tone.begin(), tone.end());
  }
  const auto player = engine->Play(*phone, std::make_shared<const std::vector<std::int16_t>>(keys),
                                   Engine::Repeat::kOnce, {});
  ASSERT_TRUE(RunUntil([&] { return ear.digits.size() == 4; })) << ear.digits;
  EXPECT_EQ(ear.digits, "159#");
}

TEST_F(EngineTest, ABridgePlaysTonesToASideWithoutEvents) {
  const auto engine = Make(Quick());
  const auto phone = engine->Open(), left = engine->Open(), right = engine->Open(), old = engine->Open();
  const Format events{.dtmf_payload_type = 101};
  phone->Connect(To(*left, events));
  left->Connect(To(*phone, events));
  right->Connect(To(*old));
  old->Connect(To(*right));
  Ear ear;
  old->SetUser(&ear);
  const auto bridge = engine->Connect(*left, *right, nullptr);
  ASSERT_TRUE(phone->SendDigit('7', 100ms));
  ASSERT_TRUE(phone->SendDigit('*', 100ms));
  ASSERT_TRUE(RunUntil([&] { return ear.digits.size() == 2; })) << ear.digits;
  EXPECT_EQ(ear.digits, "7*");
}

TEST_F(EngineTest, ToldOnceWhenThePeerFallsSilentAndAgainAfterItSpoke) {
  Settings settings = Quick();
  settings.media_timeout = 1s;
  const auto engine = Make(settings);
  const auto stream = engine->Open();
  Stranger peer(loop_);
  stream->Connect({.rtp = peer.address()});
  Ear ear;
  stream->SetUser(&ear);
  ASSERT_TRUE(RunUntil([&] { return ear.timeouts == 1; }));
  peer.SendRtp(stream->rtp_port(), 1, 1);
  ASSERT_TRUE(RunUntil([&] { return ear.timeouts == 2; }));
}

// A muted phone: comfort noise, a payload type that nobody agreed on, reports alone.
TEST_F(EngineTest, SilenceIsToldOnlyWhenNothingShowsThatThePeerIsThere) {
  FakeClock clock;
  const auto engine = MakeEngine(loop_, Quick(), clock, random_, &writer_);
  const std::vector<std::function<void(Stranger&, const Stream&)>> signs = {
      [](Stranger& peer, const Stream& to) { peer.SendRtp(to.rtp_port(), 1, 2, 64, kComfortNoiseType); },
      [](Stranger& peer, const Stream& to) { peer.SendRtp(to.rtp_port(), 1, 2, 0, 96); },
      [](Stranger& peer, const Stream& to) { peer.SendReport(to.rtp_port() + 1, 1); }};
  for (const auto& sign : signs) {
    const auto stream = engine->Open();
    Stranger peer(loop_);
    stream->Connect({.rtp = peer.address(), .rtcp = peer.address()});
    Ear ear;
    stream->SetUser(&ear);
    peer.SendRtp(stream->rtp_port(), 1, 1);
    ASSERT_TRUE(RunUntil([&] { return stream->quality().packets_in == 1; }));
    for (int n = 0; n < 3; ++n) {
      clock.Advance(50s);
      sign(peer, *stream);
      Settle();
    }
    RunUntil([] { return false; }, kHousekeeping);
    EXPECT_EQ(ear.timeouts, 0);
    clock.Advance(61s);
    ASSERT_TRUE(RunUntil([&] { return ear.timeouts == 1; }));
    stream->StillThere();
    clock.Advance(61s);
    ASSERT_TRUE(RunUntil([&] { return ear.timeouts == 2; }));
  }
}

TEST_F(EngineTest, SilenceOfAPeerThatHoldsIsNotTold) {
  FakeClock clock;
  const auto engine = MakeEngine(loop_, Quick(), clock, random_, &writer_);
  Stranger peer(loop_);
  const auto holding = engine->Open(), held = engine->Open(), talking = engine->Open();
  holding->Connect({.rtp = peer.address(), .send = false});
  held->Connect({.rtp = peer.address(), .receive = false});
  talking->Connect({.rtp = peer.address()});
  Ear holding_ear, held_ear, talking_ear;
  holding->SetUser(&holding_ear);
  held->SetUser(&held_ear);
  talking->SetUser(&talking_ear);
  clock.Advance(30min);
  ASSERT_TRUE(RunUntil([&] { return talking_ear.timeouts == 1; }));
  EXPECT_EQ(holding_ear.timeouts + held_ear.timeouts, 0);
}

TEST_F(EngineTest, SilenceIsNeverToldWithoutATimeout) {
  FakeClock clock;
  Settings settings = Quick();
  settings.media_timeout = 0s;
  const auto engine = MakeEngine(loop_, settings, clock, random_, &writer_);
  const auto stream = engine->Open();
  Stranger peer(loop_);
  stream->Connect({.rtp = peer.address()});
  Ear ear;
  stream->SetUser(&ear);
  clock.Advance(24h);
  RunUntil([] { return false; }, kHousekeeping);
  EXPECT_EQ(ear.timeouts, 0);
}

// RFC 3264 §6.1: each side's description says what it wants to receive.
TEST_F(EngineTest, EventsMayHaveAnotherNumberInEachDirection) {
  const auto engine = Make(Quick());
  const auto a = engine->Open(), b = engine->Open();
  a->Connect(To(*b, {.dtmf_payload_type = 96, .dtmf_received_type = 101}));
  b->Connect(To(*a, {.dtmf_payload_type = 101, .dtmf_received_type = 96}));
  Ear ear_a, ear_b;
  a->SetUser(&ear_a);
  b->SetUser(&ear_b);
  ASSERT_TRUE(a->SendDigit('3', 100ms));
  ASSERT_TRUE(b->SendDigit('4', 100ms));
  ASSERT_TRUE(RunUntil([&] { return ear_a.digits == "4" && ear_b.digits == "3"; }));
}

TEST_F(EngineTest, AStreamMayBeDestroyedFromItsOwnCallback) {
  const auto engine = Make(Quick());
  auto stream = engine->Open();
  Stranger peer(loop_);
  stream->Connect({.rtp = peer.address()});
  Ear ear;
  ear.on_frame = [&] { stream.reset(); };
  stream->SetUser(&ear);
  for (std::uint16_t n = 0; n < 5; ++n) peer.SendRtp(stream->rtp_port(), 1, n);
  ASSERT_TRUE(RunUntil([&] { return stream == nullptr; }));
  Settle();
  EXPECT_EQ(ear.frames, 1);
  EXPECT_EQ(engine->counters().streams, 0U);
}

TEST_F(EngineTest, StreamsMayGoBeforeTheirBridgeAndPlayers) {
  const auto engine = Make(Quick());
  auto a = engine->Open(), b = engine->Open();
  a->Connect(To(*b));
  b->Connect(To(*a));
  const auto bridge = engine->Connect(*a, *b, nullptr);
  const auto player = engine->Play(*a, Melody(), Engine::Repeat::kForever, {});
  const auto echo = engine->Echo(*b);
  a.reset();
  b.reset();
  Settle();
  EXPECT_EQ(engine->counters().streams, 0U);
}

TEST_F(EngineTest, WalksTheRangeSoThatAFreedPortRests) {
  Settings settings = Quick();
  settings.last_port = static_cast<std::uint16_t>(settings.first_port + 7);
  const auto engine = Make(settings);
  std::vector<std::uint16_t> ports;
  for (int n = 0; n < 4; ++n) ports.push_back(engine->Open()->rtp_port());
  EXPECT_EQ(std::set<std::uint16_t>(ports.begin(), ports.end()).size(), 4U);
  for (const auto port : ports) EXPECT_EQ(port % 2, 0);
  std::vector<std::unique_ptr<Stream>> open;
  for (int n = 0; n < 4; ++n) open.push_back(engine->Open());
  for (const auto& stream : open) EXPECT_TRUE(stream);
  EXPECT_FALSE(engine->Open()) << "the range is exhausted";
  open.pop_back();
  EXPECT_TRUE(engine->Open());
}

TEST_F(EngineTest, CountsWhatIsNoRtpAndAnswersNothing) {
  const auto engine = Make(Quick());
  const auto stream = engine->Open();
  Stranger peer(loop_), other(loop_);
  stream->Connect({.rtp = peer.address(), .send = false});
  udp::socket raw(loop_, udp::endpoint(kLoopback, 0));
  raw.send_to(boost::asio::buffer("no rtp at all, really"), {kLoopback, stream->rtp_port()});
  other.SendRtp(stream->rtp_port(), 7, 1);
  peer.SendRtp(stream->rtp_port(), 8, 1);
  ASSERT_TRUE(RunUntil([&] { return stream->quality().packets_in == 1; }));
  EXPECT_EQ(engine->counters().malformed, 1U);
  EXPECT_EQ(engine->counters().foreign, 1U);
  EXPECT_FALSE(other.HeardAnything());
}

TEST_F(EngineTest, ReportsGiveRoundTripAndTheRemotesLoss) {
  Settings settings = Quick();
  settings.rtcp_interval = 1s;
  const auto engine = Make(settings);
  const auto a = engine->Open(), b = engine->Open();
  a->Connect(To(*b));
  b->Connect(To(*a));
  const auto play_a = engine->Play(*a, Melody(), Engine::Repeat::kForever, {});
  const auto play_b = engine->Play(*b, Melody(), Engine::Repeat::kForever, {});
  ASSERT_TRUE(RunUntil([&] { return a->quality().round_trip_ms && b->quality().round_trip_ms; }));
  const Quality quality = a->quality();
  EXPECT_LT(*quality.round_trip_ms, 50);
  EXPECT_EQ(quality.remote_loss_pct, 0);
  EXPECT_EQ(quality.lost, 0U);
  EXPECT_GT(quality.mos.value_or(0), 4.2);
}
}  // namespace
}  // namespace vss::media
