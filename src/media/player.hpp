#pragma once
#include "media/rtp_stream.hpp"

namespace vss::media {

/// Sends samples as frames of the stream's ptime, paced by the engine's tick. While the stream may not send
/// (it has no peer yet, it is on hold) the position stands still.
class TickPlayer final : public Engine::Player, private Ticking {
 public:
  TickPlayer(std::shared_ptr<EngineCore> core, RtpStream& to, Engine::Samples samples, Engine::Repeat repeat,
             std::move_only_function<void()> done);
  ~TickPlayer() override;

 private:
  void Tick(Steady now) override;
  bool SendFrame(RtpStream& to);

  std::shared_ptr<EngineCore> core_;
  StreamRef to_;
  Engine::Samples samples_;
  Engine::Repeat repeat_;
  std::move_only_function<void()> done_;
  std::size_t position_ = 0;
  int due_ms_ = 0;
};

/// Sends back what arrives, digits too when they come as tones.
class EchoPlayer final : public Engine::Player {
 public:
  explicit EchoPlayer(RtpStream& stream);
  ~EchoPlayer() override;

 private:
  StreamRef stream_;
};
}  // namespace vss::media
