#pragma once
#include "media/digit_events.hpp"
#include "media/engine_core.hpp"
#include "media/inband_digits.hpp"
#include "media/reception.hpp"
#include "media/rtcp_session.hpp"
#include "media/rtp_sender.hpp"
#include "media/source_guard.hpp"

namespace vss::media {

/// Points to a stream, or to nothing once it is gone.
using StreamRef = std::shared_ptr<RtpStream*>;

/// The Stream on real sockets. Its user may destroy it from any callback.
class RtpStream final : public Stream {
 public:
  /// What hears all frames besides the user, to send them back.
  using Tap = std::function<void(RtpStream&, const Frame&)>;

  RtpStream(std::shared_ptr<EngineCore> core, PortPair ports);
  ~RtpStream() override;
  RtpStream(const RtpStream&) = delete;
  RtpStream& operator=(const RtpStream&) = delete;

  std::uint16_t rtp_port() const override { return ports_.port; }
  void Connect(const Peer& peer) override;
  void SetUser(StreamUser* user) override { user_ = user; }
  void Send(std::span<const std::uint8_t> payload, Codec codec) override;
  bool SendDigit(char digit, std::chrono::milliseconds duration) override;
  void StillThere() override { Heard(core_->clock.SteadyNow()); }
  bool silent() const override { return timeout_told_; }
  Quality quality() const override;
  std::optional<Peer> peer() const override { return peer_; }

  // For the engine's own parts.
  StreamRef ref() const { return self_; }
  StreamUser* user() const { return user_; }
  void SetTap(Tap tap) { tap_ = std::move(tap); }
  bool sends() const { return peer_ && peer_->send; }
  bool TakesEvents() const { return peer_ && peer_->format.dtmf_payload_type >= 0; }
  const Format& format() const { return peer_->format; }  ///< when sends()
  void SendRelayed(const Frame& frame);
  /// Every 20 ms: digits that are being sent.
  void SendDigits(Steady now);
  /// Every half second: reports and the media time-out.
  void Housekeep(Steady now);

 private:
  void ReadRtp();
  void ReadRtcp();
  void OnDatagram(std::span<const std::uint8_t> bytes, const boost::asio::ip::udp::endpoint& from,
                  Steady now);
  void Heard(Steady now);
  bool IsEvent(std::uint8_t payload_type) const;
  std::optional<Codec> AudioCodec(std::uint8_t payload_type) const;
  bool Count(const RtpPacket& packet, SourceGuard::Verdict verdict);
  void OnAudio(const RtpPacket& packet, Codec codec, Steady now);
  void TellDigit(char digit);
  void Emit(const RtpHeader& header, std::span<const std::uint8_t> payload, Codec from, Codec to);
  void SendReport(Steady now, RtcpSession::Farewell farewell);

  std::shared_ptr<EngineCore> core_;
  PortPair ports_;
  StreamRef self_;
  StreamUser* user_ = nullptr;
  Tap tap_;
  std::optional<Peer> peer_;
  SourceGuard guard_;
  Reception reception_;  ///< of the present source
  Quality totals_;       ///< what is counted here, and of sources that are gone
  std::uint64_t expected_before_ = 0;
  RtpSender sender_;
  RtcpSession rtcp_;
  DigitReceiver digits_in_;
  DigitSender digits_out_;
  std::unique_ptr<InbandDigits> inband_;
  Steady heard_at_;
  bool timeout_told_ = false;
};
}  // namespace vss::media
