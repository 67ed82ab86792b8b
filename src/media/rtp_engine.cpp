#include "media/rtp_engine.hpp"

#include <algorithm>

#include "media/bridge.hpp"
#include "media/player.hpp"
#include "media/rtp_stream.hpp"

namespace vss::media {
namespace {
using namespace std::chrono_literals;
constexpr auto kTick = 20ms;
constexpr int kMaxCatchUp = 3;
constexpr unsigned kTicksPerHousekeeping = 25;

// All streams that an engine is given are its own.
RtpStream& Own(Stream& stream) { return static_cast<RtpStream&>(stream); }
}  // namespace

RtpEngine::RtpEngine(std::shared_ptr<EngineCore> core) : core_(std::move(core)), timer_(core_->loop) {}

std::unique_ptr<Stream> RtpEngine::Open() {
  auto ports = core_->ports.Take();
  if (!ports) return nullptr;
  StartTicking();
  return std::make_unique<RtpStream>(core_, std::move(*ports));
}

std::unique_ptr<Engine::Bridge> RtpEngine::Connect(Stream& a, Stream& b, BridgeUser* user) {
  return std::make_unique<RtpBridge>(core_, Own(a), Own(b), user);
}

std::unique_ptr<Engine::Player> RtpEngine::Play(Stream& to, Samples samples, Repeat repeat,
                                                std::move_only_function<void()> done) {
  return std::make_unique<TickPlayer>(core_, Own(to), std::move(samples), repeat, std::move(done));
}

std::unique_ptr<Engine::Player> RtpEngine::Echo(Stream& stream) {
  return std::make_unique<EchoPlayer>(Own(stream));
}

void RtpEngine::StartTicking() {
  if (ticking_) return;
  ticking_ = true;
  timer_.expires_after(kTick);
  WaitForTick();
}

void RtpEngine::WaitForTick() {
  timer_.async_wait([this, alive = std::weak_ptr(alive_)](const boost::system::error_code& error) {
    if (!error && !alive.expired()) OnTimer();
  });
}

void RtpEngine::OnTimer() {
  const auto late = std::chrono::steady_clock::now() - timer_.expiry();
  const auto due = 1 + late / kTick;
  for (int n = 0; n < std::min<std::int64_t>(due, kMaxCatchUp); ++n) Tick();
  if (core_->streams.empty()) {
    ticking_ = false;
    return;
  }
  timer_.expires_at(timer_.expiry() + due * kTick);
  WaitForTick();
}

void RtpEngine::Tick() {
  const Batching batching(*core_);
  const Steady now = core_->clock.SteadyNow();
  core_->streams.ForEach([&](RtpStream& stream) { stream.SendDigits(now); });
  core_->ticking.ForEach([&](Ticking& item) { item.Tick(now); });
  if (++ticks_ % kTicksPerHousekeeping == 0)
    core_->streams.ForEach([&](RtpStream& stream) { stream.Housekeep(now); });
}

std::unique_ptr<Engine> MakeEngine(boost::asio::io_context& loop, Settings settings, const Clock& clock,
                                   Random& random, RecordingWriter* writer) {
  return std::make_unique<RtpEngine>(
      std::make_shared<EngineCore>(loop, std::move(settings), clock, random, writer));
}
}  // namespace vss::media
