#pragma once
#include "media/player.hpp"
#include "media/recorder.hpp"

namespace vss::media {

/// Passes frames and digits between two streams. Digits that came as RFC 4733 events leave as events, or as
/// tones where the other side knows none; those that came as tones are in the audio already.
class RtpBridge final : public Engine::Bridge, private Ticking {
 public:
  RtpBridge(std::shared_ptr<EngineCore> core, RtpStream& a, RtpStream& b, Engine::BridgeUser* user);
  ~RtpBridge() override;

  void Record(std::filesystem::path file, std::move_only_function<void(RecordingResult)> done) override;
  void StopRecording() override { recorder_.reset(); }

 private:
  struct Side final : StreamUser {
    RtpBridge& bridge;
    StreamRef stream;
    std::size_t channel;               ///< in the recording; the other side is 1 − channel
    std::unique_ptr<TickPlayer> tone;  ///< a digit that this side hears; its audio waits
    Side(RtpBridge& b, RtpStream& s, std::size_t c) : bridge(b), stream(s.ref()), channel(c) {}
    void OnFrame(const Frame& frame) override { bridge.Pass(*this, frame); }
    void OnDigit(char digit) override { bridge.PassDigit(*this, digit); }
    void OnMediaTimeout() override;
  };
  void Tick(Steady now) override;
  void Pass(Side& from, const Frame& frame);
  void PassDigit(Side& from, char digit);
  void PlayTone(Side& to, char digit);
  Side& OtherThan(const Side& side) { return side.channel == 0 ? b_ : a_; }

  std::shared_ptr<EngineCore> core_;
  Engine::BridgeUser* user_;
  Side a_, b_;
  std::unique_ptr<Recorder> recorder_;
};
}  // namespace vss::media
