#include "adapters/pbx_embedded/embedded_pbx.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "base/testing/temp_folder.hpp"
#include "media/g711.hpp"
#include "media/prompts.hpp"
#include "media/testing/correlate.hpp"
#include "sip/message/parser.hpp"
#include "sip/message/writer.hpp"

// The whole engine in one process over real sockets on loopback; only the HTTP side is the test.
namespace vss::pbx_embedded {
namespace {
using namespace std::chrono_literals;
using ottb::HangupReason;

struct Observer final : ottb::PbxObserver {
  std::map<int, ottb::Registration> registered;
  std::vector<std::string> lost, failed;
  std::vector<ottb::CallProgress> progress;
  std::vector<ottb::CallResult> results;
  std::vector<ottb::IncomingCall> incoming;

  void OnRegistered(const ottb::Registration& r) override { registered[r.number] = r; }
  void OnUnregistered(int number, std::string reason) override {
    registered.erase(number);
    lost.push_back(std::move(reason));
  }
  void OnReachability(int, ottb::PhoneReachability) override {}
  void OnRegistrationFailed(int, std::string reason) override { failed.push_back(std::move(reason)); }
  void OnIncomingCall(const ottb::IncomingCall& call) override { incoming.push_back(call); }
  void OnCallProgress(const ottb::CallProgress& p) override { progress.push_back(p); }
  void OnCallEnded(const ottb::CallResult& r) override { results.push_back(r); }

  bool Reached(ottb::CallId id, ottb::CallState state) const {
    return std::ranges::any_of(progress, [&](const auto& p) { return p.id == id && p.state == state; });
  }
};

std::uint16_t RandomPort(Random& random, int from, int count) {
  return static_cast<std::uint16_t>(
      from + static_cast<int>(sip::RandomNumber(random) % static_cast<unsigned>(count)));
}

struct EmbeddedPbxTest : ::testing::Test {
  Loop loop;
  SystemClock clock;
  SystemRandom random;
  Metrics metrics;
  Observer observer;
  test::TempFolder folder;
  std::unique_ptr<EmbeddedPbx> pbx;

  void Open(Settings settings = {}) {
    const std::uint16_t rtp = static_cast<std::uint16_t>(2 * RandomPort(random, 16'000, 12'000));
    settings.bind = boost::asio::ip::make_address("127.0.0.1");
    settings.port = 0;
    settings.first_rtp_port = rtp;
    settings.last_rtp_port = static_cast<std::uint16_t>(rtp + 1599);
    if (settings.shards == 0) settings.shards = 1;
    // Several shards need one port that all of them get; another test may be faster with it.
    for (int tries = 5; !pbx; --tries) {
      if (settings.shards > 1) settings.port = RandomPort(random, 10'000, 6'000);
      try {
        pbx = std::make_unique<EmbeddedPbx>(loop, clock, random, metrics, settings);
      } catch (const PortInUse&) {
        if (tries == 1) throw;
      }
    }
    pbx->SetObserver(observer);
  }
  static ottb::LineAccount Line(int number, std::string password = "secret") {
    return {.slot = ottb::SlotId{number},
            .number = number,
            .type = ottb::TrunkType::kAuto,
            .credential = ottb::MakeSipCredential(std::to_string(number), "vss.internal", Secret(password))};
  }
  void StartWithLines(std::vector<ottb::LineAccount> lines) {
    const std::size_t count = lines.size();
    pbx->Start(std::move(lines), {});
    ASSERT_TRUE(RunUntil([&] { return observer.registered.size() == count; }));
  }
  ottb::CallOrder Order(std::int64_t id, std::string callee, int line = 6001) const {
    return {.id = ottb::CallId{id}, .line = line, .callee = std::move(callee), .recording = std::nullopt};
  }
  bool RunUntil(const std::function<bool()>& done, std::chrono::seconds limit = 15s) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!done() && std::chrono::steady_clock::now() < deadline) {
      loop.context().restart();
      loop.context().run_for(5ms);
    }
    return done();
  }
  bool RunUntilEnded(std::size_t count = 1) {
    return RunUntil([&] { return observer.results.size() >= count; });
  }
  ottb::CallResult Place(std::string callee) {
    Open();
    StartWithLines({Line(6001)});
    pbx->StartCall(Order(1, std::move(callee)));
    EXPECT_TRUE(RunUntilEnded());
    return observer.results.empty() ? ottb::CallResult{} : observer.results.front();
  }
};

TEST_F(EmbeddedPbxTest, RegistersAnAutoLineByDigest) {
  Open();
  StartWithLines({Line(6001)});
  const ottb::Registration& registration = observer.registered.at(6001);
  EXPECT_TRUE(registration.source.starts_with("udp:127.0.0.1:")) << registration.source;
  EXPECT_EQ(registration.user_agent, "VSS softphone");
  EXPECT_GT(registration.expires_at, clock.Now() + 60s);
}

TEST_F(EmbeddedPbxTest, TellsWhyALineCannotRegister) {
  Open();
  auto line = Line(6001);
  line.credential.username = "6002";  // no account of that name
  pbx->Start({line}, {});
  ASSERT_TRUE(RunUntil([&] { return !observer.failed.empty(); }));
  EXPECT_TRUE(observer.failed[0].starts_with("refused")) << observer.failed[0];
  EXPECT_TRUE(observer.registered.empty());
}

TEST_F(EmbeddedPbxTest, ForgetsARemovedLine) {
  Open();
  StartWithLines({Line(6001)});
  pbx->RemoveLine(6001);
  ASSERT_TRUE(RunUntil([&] { return observer.registered.empty(); }));
  pbx->StartCall(Order(1, "+79990000001"));
  ASSERT_TRUE(RunUntilEnded());
  EXPECT_EQ(observer.results[0].reason, HangupReason::kLineUnavailable);
  EXPECT_TRUE(observer.results[0].legs.empty());
}

TEST_F(EmbeddedPbxTest, RegistersManyLinesOnSeveralShards) {
  Open({.shards = 3});
  std::vector<ottb::LineAccount> lines;
  for (int number = 6001; number <= 6060; ++number) lines.push_back(Line(number));
  StartWithLines(std::move(lines));
  for (int number = 6001; number <= 6010; ++number) pbx->StartCall(Order(number, "+79990000015", number));
  ASSERT_TRUE(RunUntil([&] {
    return std::ranges::count(observer.progress, ottb::CallState::kAnswered, &ottb::CallProgress::state) ==
           10;
  }));
  for (int number = 6001; number <= 6010; ++number) pbx->EndCall(ottb::CallId{number}, HangupReason::kNormal);
  ASSERT_TRUE(RunUntilEnded(10));
  for (const auto& result : observer.results) EXPECT_EQ(result.reason, HangupReason::kNormal);
}

// What crosses threads: datagrams that the kernel gives to another shard, calls that start and end on all
// shards at once, lines that come and go meanwhile, and what the HTTP loop asks. Meant for ThreadSanitizer as
// well.
TEST_F(EmbeddedPbxTest, CarriesCallsOfAllShardsWhileLinesComeAndGo) {
  constexpr int kLines = 32, kCalls = 24;
  Open({.shards = 4});
  std::vector<ottb::LineAccount> lines;
  for (int number = 6001; number <= 6000 + kLines; ++number) lines.push_back(Line(number));
  StartWithLines(std::move(lines));
  for (int i = 1; i <= kCalls; ++i) {
    // They talk until they are ended, hang up after 5 s, are busy, or ring.
    const char* kinds[] = {"+79990000015", "+79990000008", "+79990000004", "+79990000003"};
    ottb::CallOrder order = Order(i, kinds[i % 4], 6000 + i);
    if (i % 4 == 0) order.recording = folder / fmt::format("{}.wav", i);
    pbx->StartCall(order);
  }
  for (int number = 6001 + kCalls; number <= 6000 + kLines; ++number) {
    pbx->ReRegister(number);
    pbx->PutLine(Line(number + 100));
    if (number % 2 == 0) pbx->RemoveLine(number);
  }
  RunUntil(
      [&] {
        (void)pbx->Status();
        (void)pbx->QualityOf(ottb::CallId{4});
        (void)metrics.Scrape();
        return false;
      },
      3s);
  for (int i = 1; i <= kCalls; ++i) {
    if (i % 4 == 0 || i % 4 == 3) pbx->EndCall(ottb::CallId{i}, HangupReason::kNormal);
  }
  ASSERT_TRUE(RunUntilEnded(kCalls));
  EXPECT_GT(pbx->Status().detail.at("between_shards").to_number<int>(), 0);
  EXPECT_EQ(pbx->Status().detail.at("between_shards_dropped"), json::value(0));
  std::map<HangupReason, int> reasons;
  for (const auto& result : observer.results) ++reasons[result.reason];
  EXPECT_EQ(reasons, (std::map<HangupReason, int>{{HangupReason::kNormal, kCalls / 2},
                                                  {HangupReason::kBusy, kCalls / 4},
                                                  {HangupReason::kCancelled, kCalls / 4}}));
  EXPECT_TRUE(RunUntil([&] {
    return observer.registered.size() == kLines + kLines - kCalls - (kLines - kCalls) / 2;
  })) << observer.registered.size();
  loop.RunUntilDone(pbx->Stop(5s));
}

/// A provider's registrar and proxy on a socket of its own: says 200 to OPTIONS and REGISTER, and
/// nothing to INVITE.
class PlainProvider {
 public:
  explicit PlainProvider(Loop& loop)
      : socket_(loop.context(), {boost::asio::ip::make_address("127.0.0.2"), 0}) {
    Wait();
  }
  std::uint16_t port() const { return socket_.local_endpoint().port(); }
  std::map<std::string, int> requests;

 private:
  void Wait() {
    socket_.async_receive_from(boost::asio::buffer(bytes_), from_, [this](auto failure, std::size_t size) {
      if (failure) return;
      sip::Message request;
      const bool parsed = sip::Parse({bytes_.data(), size}, request).has_value();
      if (parsed && (request.method == sip::Method::kOptions || request.method == sip::Method::kRegister)) {
        ++requests[std::string(request.method_text)];
        sip::Writer answer = sip::ResponseTo(request, 200, "p");
        answer.Copy(request, sip::HeaderId::kContact).Add("Expires", std::uint64_t{300});
        socket_.send_to(boost::asio::buffer(answer.Finish()), from_);
      }
      Wait();
    });
  }
  boost::asio::ip::udp::socket socket_;
  boost::asio::ip::udp::endpoint from_;
  std::array<char, 65536> bytes_;
};

TEST_F(EmbeddedPbxTest, WatchesOverTheProviderAndRegistersThere) {
  PlainProvider provider(loop);
  Open({.provider = Provider{.host = "127.0.0.2",
                             .port = provider.port(),
                             .user = "7812",
                             .password = Secret("secret"),
                             .registers = ProviderRegistration::kOn}});
  StartWithLines({Line(6001)});
  const auto detail = [&](std::string_view name) { return pbx->Status().detail.at(name); };
  ASSERT_TRUE(RunUntil([&] { return detail("provider_state") == json::value("up"); }));
  ASSERT_TRUE(RunUntil([&] { return detail("provider_registered") == json::value(true); }));
  EXPECT_FALSE(pbx->Status().provider_down);
  EXPECT_EQ(provider.requests["OPTIONS"], 1);
  EXPECT_EQ(provider.requests["REGISTER"], 1);
  EXPECT_NE(metrics.Scrape().find("vss_provider_up 1"), std::string::npos);
  EXPECT_NE(metrics.Scrape().find("vss_provider_registered 1"), std::string::npos);
}

// Its trunk takes one call: the second ends as congestion, and the line is free at once.
TEST_F(EmbeddedPbxTest, HoldsTheProvidersTrunkToItsLimits) {
  PlainProvider provider(loop);
  Open({.provider = Provider{.host = "127.0.0.2", .port = provider.port(), .concurrent_calls = 1}});
  StartWithLines({Line(6001), Line(6002)});
  pbx->StartCall(Order(1, "+79990000001", 6001));
  pbx->StartCall(Order(2, "+79990000001", 6002));
  ASSERT_TRUE(RunUntilEnded(1));
  EXPECT_TRUE(std::ranges::any_of(observer.results, [](const auto& result) {
    return result.reason == HangupReason::kCongestion && result.legs.size() == 1;
  }));
}

TEST_F(EmbeddedPbxTest, ToldTheCallFromRingingToTheHangUp) {
  Open();
  StartWithLines({Line(6001)});
  pbx->StartCall(Order(882, "+79990000001"));
  const ottb::CallId id{882};
  ASSERT_TRUE(RunUntil([&] { return observer.Reached(id, ottb::CallState::kAnswered); }));
  EXPECT_TRUE(observer.Reached(id, ottb::CallState::kInitiated));
  EXPECT_TRUE(observer.Reached(id, ottb::CallState::kRinging));
  const ottb::Leg number = observer.progress.back().legs.at(1);
  EXPECT_EQ(number.role, ottb::LegRole::kNumber);
  EXPECT_TRUE(number.sip_call_id.starts_with("c882.")) << number.sip_call_id;
  pbx->EndCall(id, HangupReason::kNormal);
  pbx->EndCall(id, HangupReason::kNormal);
  ASSERT_TRUE(RunUntilEnded());
  const ottb::CallResult& result = observer.results[0];
  EXPECT_EQ(result.reason, HangupReason::kNormal);
  EXPECT_EQ(result.sip_status, 200);
  ASSERT_TRUE(result.ringing_at && result.answered_at);
  EXPECT_GE(*result.answered_at - *result.ringing_at, 900ms);
  EXPECT_EQ(result.legs.size(), 2u);
  RunUntil([] { return false; }, 1s);
  EXPECT_EQ(observer.results.size(), 1u) << "the end is told once";
}

// Left: who was called; right: the line.
TEST_F(EmbeddedPbxTest, RecordsWhatBothSidesSaid) {
  Open();
  StartWithLines({Line(6001)});
  auto order = Order(1, "+79990000015");
  order.recording = folder / "call.wav";
  pbx->StartCall(order);
  ASSERT_TRUE(RunUntil([&] { return observer.Reached(order.id, ottb::CallState::kAnswered); }));
  RunUntil([] { return false; }, 5s);
  const auto quality = pbx->QualityOf(order.id);
  ASSERT_TRUE(quality);
  EXPECT_GT(quality->line.packets_in, 100u);
  EXPECT_GT(quality->number.packets_in, 100u);
  pbx->EndCall(order.id, HangupReason::kNormal);
  ASSERT_TRUE(RunUntilEnded());
  const auto& recording = observer.results[0].recording;
  ASSERT_TRUE(recording);
  EXPECT_FALSE(recording->truncated);
  EXPECT_GT(recording->duration, 4s);

  std::ifstream file(*order.recording, std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
  ASSERT_GT(bytes.size(), 58u + 2 * 8000 * 4);
  std::vector<std::int16_t> left, right;
  for (std::size_t at = 58; at + 1 < bytes.size(); at += 2) {
    left.push_back(media::DecodeSample(static_cast<std::uint8_t>(bytes[at]), media::Codec::kPcma));
    right.push_back(media::DecodeSample(static_cast<std::uint8_t>(bytes[at + 1]), media::Codec::kPcma));
  }
  const auto talk = media::SpeechLike(1), prompt = media::Melody();
  const std::size_t length = std::min<std::size_t>({prompt->size(), talk->size(), 2 * 8000});
  const auto customer = test::Correlate({talk->data(), length}, left, 500);
  const auto line = test::Correlate({prompt->data(), length}, right, 500);
  EXPECT_GT(customer.value, 0.95) << customer.delay_ms;
  EXPECT_GT(line.value, 0.95) << line.delay_ms;
  RecordProperty("customer_delay_ms", static_cast<int>(customer.delay_ms));
  RecordProperty("line_delay_ms", static_cast<int>(line.delay_ms));
}

TEST_F(EmbeddedPbxTest, TellsBusy) {
  const auto result = Place("+79990000004");
  EXPECT_EQ(result.reason, HangupReason::kBusy);
  EXPECT_EQ(result.sip_status, 486);
  EXPECT_FALSE(result.answered_at);
}

TEST_F(EmbeddedPbxTest, TellsDeclined) { EXPECT_EQ(Place("+79990000005").reason, HangupReason::kDeclined); }

TEST_F(EmbeddedPbxTest, TellsThatTheNumberDoesNotExist) {
  EXPECT_EQ(Place("+79990000009").reason, HangupReason::kInvalidNumber);
}

TEST_F(EmbeddedPbxTest, TellsCongestion) {
  EXPECT_EQ(Place("+79990000011").reason, HangupReason::kCongestion);
}

TEST_F(EmbeddedPbxTest, TellsTheHangUpOfTheNumber) {
  const auto result = Place("+79990000008");
  EXPECT_EQ(result.reason, HangupReason::kNormal);
  ASSERT_TRUE(result.answered_at);
  EXPECT_GE(result.ended_at - *result.answered_at, 4900ms);
}

// Another number than was dialled: nobody has allowed it.
TEST_F(EmbeddedPbxTest, FollowsNoRedirectToAnotherNumber) {
  const auto result = Place("+79990000014");
  EXPECT_EQ(result.reason, HangupReason::kRedirected);
  EXPECT_EQ(result.sip_status, 302);
  EXPECT_FALSE(result.answered_at);
}

TEST_F(EmbeddedPbxTest, TalksToOneOfThreeForks) {
  Open();
  StartWithLines({Line(6001)});
  pbx->StartCall(Order(1, "+79990000016"));
  EXPECT_TRUE(RunUntil([&] { return observer.Reached(ottb::CallId{1}, ottb::CallState::kAnswered); }));
}

TEST_F(EmbeddedPbxTest, SeesEarlyMediaAndTheRefusalAfterIt) {
  const auto result = Place("+79990000010");
  EXPECT_TRUE(observer.Reached(ottb::CallId{1}, ottb::CallState::kEarly));
  EXPECT_EQ(result.sip_status, 480);
  EXPECT_FALSE(result.answered_at);
}

TEST_F(EmbeddedPbxTest, GivesUpANumberThatRingsForTooLong) {
  Open();
  StartWithLines({Line(6001)});
  auto order = Order(1, "+79990000003");
  order.ring_far = 2s;
  pbx->StartCall(order);
  ASSERT_TRUE(RunUntilEnded());
  EXPECT_EQ(observer.results[0].reason, HangupReason::kNoAnswer);
}

TEST_F(EmbeddedPbxTest, CancelsWhatRings) {
  Open();
  StartWithLines({Line(6001)});
  pbx->StartCall(Order(1, "+79990000003"));
  ASSERT_TRUE(RunUntil([&] { return observer.Reached(ottb::CallId{1}, ottb::CallState::kRinging); }));
  pbx->EndCall(ottb::CallId{1}, HangupReason::kNormal);
  ASSERT_TRUE(RunUntilEnded());
  EXPECT_EQ(observer.results[0].reason, HangupReason::kCancelled);
  EXPECT_EQ(observer.results[0].sip_status, 487);
}

TEST_F(EmbeddedPbxTest, EndsACallAtItsLongestDuration) {
  Open();
  StartWithLines({Line(6001)});
  auto order = Order(1, "+79990000015");
  order.max_duration = 2s;
  pbx->StartCall(order);
  ASSERT_TRUE(RunUntilEnded());
  EXPECT_EQ(observer.results[0].reason, HangupReason::kMaxDuration);
}

TEST_F(EmbeddedPbxTest, EndsACallWithoutMedia) {
  Open({.media_timeout = 2s});
  StartWithLines({Line(6001)});
  pbx->StartCall(Order(1, "+79990000013"));
  ASSERT_TRUE(RunUntilEnded());
  EXPECT_EQ(observer.results[0].reason, HangupReason::kMediaTimeout);
}

TEST_F(EmbeddedPbxTest, FreesTheLineForTheNextCall) {
  Open();
  StartWithLines({Line(6001)});
  for (std::int64_t id = 1; id <= 3; ++id) {
    pbx->StartCall(Order(id, "+79990000004"));
    ASSERT_TRUE(RunUntilEnded(static_cast<std::size_t>(id)));
    EXPECT_EQ(observer.results.back().reason, HangupReason::kBusy);
  }
}

TEST_F(EmbeddedPbxTest, TellsRunningCallsTheirEndWhenItStops) {
  Open();
  StartWithLines({Line(6001), Line(6002)});
  pbx->StartCall(Order(1, "+79990000015", 6001));
  pbx->StartCall(Order(2, "+79990000003", 6002));
  ASSERT_TRUE(RunUntil([&] {
    return observer.Reached(ottb::CallId{1}, ottb::CallState::kAnswered) &&
           observer.Reached(ottb::CallId{2}, ottb::CallState::kRinging);
  }));
  loop.RunUntilDone(pbx->Stop(5s));
  ASSERT_EQ(observer.results.size(), 2u);
  for (const auto& result : observer.results) EXPECT_EQ(result.reason, HangupReason::kSystem);
  pbx->StartCall(Order(3, "+79990000015"));
  ASSERT_TRUE(RunUntilEnded(3));
  EXPECT_EQ(observer.results[2].reason, HangupReason::kSystem);
}

TEST_F(EmbeddedPbxTest, SaysThatItsPortIsTaken) {
  Open();
  Settings settings;
  settings.bind = boost::asio::ip::make_address("127.0.0.1");
  settings.port = pbx->edge().port;
  try {
    EmbeddedPbx second(loop, clock, random, metrics, settings);
    FAIL() << "two engines on one port";
  } catch (const PortInUse& error) {
    EXPECT_NE(std::string(error.what()).find(fmt::format("port {}", settings.port)), std::string::npos)
        << error.what();
  }
}

TEST_F(EmbeddedPbxTest, ShowsItselfToOperators) {
  Open();
  StartWithLines({Line(6001)});
  ASSERT_TRUE(RunUntil([&] { return pbx->Status().detail.at("registrations").to_number<int>() == 1; }));
  const auto status = pbx->Status();
  EXPECT_TRUE(status.up);
  EXPECT_TRUE(status.test_exchange);
  EXPECT_EQ(status.provider, "test exchange");
  EXPECT_NE(metrics.Scrape().find("vss_sip_registrations 1"), std::string::npos);
}
}  // namespace
}  // namespace vss::pbx_embedded
