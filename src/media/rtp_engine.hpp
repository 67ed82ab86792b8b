#pragma once
#include <boost/asio/steady_timer.hpp>

#include "media/engine_core.hpp"

namespace vss::media {

/// The Engine on UDP sockets. One timer: a tick of 20 ms on the steady clock that does not drift, and that
/// makes up for at most three ticks when the loop was late; it rests while there is no stream.
class RtpEngine final : public Engine {
 public:
  explicit RtpEngine(std::shared_ptr<EngineCore> core);

  std::unique_ptr<Stream> Open() override;
  std::unique_ptr<Bridge> Connect(Stream& a, Stream& b, BridgeUser* user) override;
  std::unique_ptr<Player> Play(Stream& to, Samples samples, Repeat repeat,
                               std::move_only_function<void()> done) override;
  std::unique_ptr<Player> Echo(Stream& stream) override;
  Counters counters() const override { return core_->counters; }

 private:
  void StartTicking();
  void WaitForTick();
  void OnTimer();
  void Tick();

  std::shared_ptr<EngineCore> core_;
  boost::asio::steady_timer timer_;
  bool ticking_ = false;
  unsigned ticks_ = 0;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};
}  // namespace vss::media
