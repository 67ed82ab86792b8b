#include "media/bridge.hpp"

#include <boost/asio/post.hpp>

#include "base/log.hpp"
#include "media/tone.hpp"

namespace vss::media {
namespace {
constexpr std::chrono::milliseconds kDigit{160};

void LeaveUser(const StreamRef& stream, const StreamUser& user) {
  if (*stream != nullptr && (*stream)->user() == &user) (*stream)->SetUser(nullptr);
}
}  // namespace

RtpBridge::RtpBridge(std::shared_ptr<EngineCore> core, RtpStream& a, RtpStream& b, Engine::BridgeUser* user)
    : core_(std::move(core)), user_(user), a_(*this, a, 0), b_(*this, b, 1) {
  a.SetUser(&a_);
  b.SetUser(&b_);
  core_->ticking.Add(this);
}

RtpBridge::~RtpBridge() {
  core_->ticking.Remove(this);
  LeaveUser(a_.stream, a_);
  LeaveUser(b_.stream, b_);
}

void RtpBridge::Record(std::filesystem::path file, std::move_only_function<void(RecordingResult)> done) {
  recorder_.reset();
  if (core_->writer != nullptr) {
    recorder_ = std::make_unique<Recorder>(core_, std::move(file), std::move(done));
    return;
  }
  log::Error("MEDIA", "a call is not recorded: this engine has no recording writer");
  boost::asio::post(core_->loop, [file = std::move(file), done = std::move(done)]() mutable {
    if (done) done({.file = std::move(file), .truncated = true});
  });
}

void RtpBridge::Tick(Steady now) {
  if (recorder_) recorder_->Advance(now);
}

void RtpBridge::Pass(Side& from, const Frame& frame) {
  if (recorder_) recorder_->OnFrame(from.channel, frame, core_->clock.SteadyNow());
  Side& to = OtherThan(from);
  if (*to.stream != nullptr && !to.tone) (*to.stream)->SendRelayed(frame);
}

void RtpBridge::PassDigit(Side& from, char digit) {
  Side& to = OtherThan(from);
  if ((*from.stream)->TakesEvents() && *to.stream != nullptr && !(*to.stream)->SendDigit(digit, kDigit))
    PlayTone(to, digit);
  if (user_) user_->OnBridgeDigit(**from.stream, digit);  // may destroy this bridge
}

void RtpBridge::PlayTone(Side& to, char digit) {
  if (!(*to.stream)->sends() || (*to.stream)->TakesEvents()) return;
  auto samples = std::make_shared<const std::vector<std::int16_t>>(DigitTone(digit, kDigit));
  to.tone = std::make_unique<TickPlayer>(core_, **to.stream, std::move(samples), Engine::Repeat::kOnce,
                                         [&to] { to.tone.reset(); });
}

void RtpBridge::Side::OnMediaTimeout() {
  if (bridge.user_) bridge.user_->OnBridgeMediaTimeout(**stream);  // may destroy the bridge
}
}  // namespace vss::media
