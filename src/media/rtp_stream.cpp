#include "media/rtp_stream.hpp"

#include <algorithm>

#include "media/bytes.hpp"
#include "media/g711.hpp"
#include "media/mos.hpp"

namespace vss::media {
namespace {
// RFC 3389 §4: comfort noise of 8 kHz has this number in every session, and a phone that is muted may send
// nothing else.
constexpr std::uint8_t kComfortNoise = 13;

std::uint32_t ArrivalOf(Steady now) {
  return static_cast<std::uint32_t>(std::chrono::duration_cast<SampleTime>(now.time_since_epoch()).count());
}

std::uint32_t RandomWord(Random& random) {
  const std::string bytes = random.Bytes(4);
  return Load32({reinterpret_cast<const std::uint8_t*>(bytes.data()), 4});
}

// RFC 3550 §5.1: SSRC, first sequence number and first timestamp are random.
RtpSender NewSender(Random& random) {
  return {RandomWord(random), static_cast<std::uint16_t>(RandomWord(random) & 0x7FFF), RandomWord(random)};
}

Peer Sane(Peer peer) {
  if (peer.format.ptime_ms < 10 || peer.format.ptime_ms > 120) peer.format.ptime_ms = 20;
  return peer;
}

/// Packetisation, half the round trip, and a jitter buffer of twice the jitter.
double OneWayDelay(const Quality& quality, int ptime_ms) {
  return ptime_ms + quality.round_trip_ms.value_or(0) / 2 + std::max(2 * quality.jitter_ms, 20.0);
}
}  // namespace

RtpStream::RtpStream(std::shared_ptr<EngineCore> core, PortPair ports)
    : core_(std::move(core)),
      ports_(std::move(ports)),
      self_(std::make_shared<RtpStream*>(this)),
      sender_(NewSender(core_->random)),
      // RFC 7022: a short-term persistent CNAME of random bits tells nothing about the host.
      rtcp_(core_->random.Token(12), core_->settings.rtcp_interval, RandomWord(core_->random)) {
  core_->streams.Add(this);
  ++core_->counters.streams;
  core_->poller.Add(ports_.rtp.get(), [this] { ReadRtp(); });
  core_->poller.Add(ports_.rtcp.get(), [this] { ReadRtcp(); });
}

RtpStream::~RtpStream() {
  *self_ = nullptr;
  if (peer_) SendReport(core_->clock.SteadyNow(), RtcpSession::Farewell::kBye);
  core_->out.Flush();  // before its sockets close
  core_->poller.Remove(ports_.rtp.get());
  core_->poller.Remove(ports_.rtcp.get());
  core_->streams.Remove(this);
  --core_->counters.streams;
  core_->ports.Return(ports_.port);
}

void RtpStream::Connect(const Peer& peer) {
  const Steady now = core_->clock.SteadyNow();
  if (!peer_) rtcp_.Start(now);
  peer_ = Sane(peer);
  guard_.Signal(*peer_);
  Heard(now);
  if (TakesEvents())
    inband_.reset();
  else if (!inband_)
    inband_ = std::make_unique<InbandDigits>();
}

void RtpStream::ReadRtp() {
  const auto core = core_;  // a callback may destroy this stream, the last of its engine
  const StreamRef self = self_;
  const Batching batching(*core);
  const std::size_t count = core->in.Read(ports_.rtp.get());
  const Steady now = core->clock.SteadyNow();
  for (std::size_t n = 0; n < count && *self; ++n) OnDatagram(core->in.bytes(n), core->in.from(n), now);
}

void RtpStream::OnDatagram(std::span<const std::uint8_t> bytes, const boost::asio::ip::udp::endpoint& from,
                           Steady now) {
  if (!peer_) return;
  const auto packet = DecodeRtp(bytes);
  if (!packet) {
    ++core_->counters.malformed;
    return;
  }
  const auto codec = AudioCodec(packet->header.payload_type);
  const bool event = IsEvent(packet->header.payload_type);
  const bool comfort_noise = packet->header.payload_type == kComfortNoise;
  if (!codec && !event && !comfort_noise) {
    // Not agreed: it neither latches nor counts. But who sends it is there.
    if (guard_.IsSource(from, packet->header.ssrc)) Heard(now);
    return;
  }
  const auto verdict = guard_.Check(from, packet->header.ssrc, now);
  if (verdict != SourceGuard::Verdict::kForeign) Heard(now);
  if (!Count(*packet, verdict)) return;
  if (!peer_->receive) return;
  if (codec) return OnAudio(*packet, *codec, now);
  if (!event) return;
  if (const auto digit = digits_in_.OnEvent(*packet)) TellDigit(*digit);
}

void RtpStream::Heard(Steady now) {
  heard_at_ = now;
  timeout_told_ = false;
}

/// RFC 3264 §6.1: they come with the number that we described; some peers send the one that they described.
bool RtpStream::IsEvent(std::uint8_t payload_type) const {
  return payload_type == peer_->format.dtmf_received_type || payload_type == peer_->format.dtmf_payload_type;
}

/// The agreed payload type, and both static ones: they mean the same in every session (RFC 3551 table 4).
std::optional<Codec> RtpStream::AudioCodec(std::uint8_t payload_type) const {
  if (IsEvent(payload_type)) return std::nullopt;
  if (payload_type == peer_->format.payload_type) return peer_->format.codec;
  if (payload_type == 0) return Codec::kPcmu;
  if (payload_type == 8) return Codec::kPcma;
  return std::nullopt;
}

/// false: to be dropped.
bool RtpStream::Count(const RtpPacket& packet, SourceGuard::Verdict verdict) {
  if (verdict == SourceGuard::Verdict::kForeign) {
    ++totals_.foreign;
    ++core_->counters.foreign;
    return false;
  }
  if (verdict == SourceGuard::Verdict::kNewSource) {
    totals_.lost += reception_.Lost();
    totals_.duplicate += reception_.duplicates();
    totals_.reordered += reception_.reordered();
    expected_before_ += reception_.expected();
    reception_ = {};
    digits_in_ = {};
  }
  const auto arrived = reception_.Add(packet.header.sequence);
  if (arrived == Reception::Verdict::kDuplicate || arrived == Reception::Verdict::kStray) return false;
  ++totals_.packets_in;
  totals_.bytes_in += packet.payload.size();
  ++core_->counters.packets_in;
  return true;
}

void RtpStream::OnAudio(const RtpPacket& packet, Codec codec, Steady now) {
  reception_.MeasureJitter(packet.header.timestamp, ArrivalOf(now));
  if (packet.payload.empty()) return;
  const StreamRef self = self_;
  const Frame frame{.payload = packet.payload,
                    .codec = codec,
                    .timestamp = packet.header.timestamp,
                    .sequence = packet.header.sequence,
                    .marker = packet.header.marker,
                    .ssrc = packet.header.ssrc};
  const auto digit = inband_ ? inband_->Hear(packet.payload, codec) : std::nullopt;
  if (tap_) tap_(*this, frame);
  if (user_) user_->OnFrame(frame);
  if (digit && *self) TellDigit(*digit);
}

void RtpStream::TellDigit(char digit) {
  if (user_) user_->OnDigit(digit);
}

void RtpStream::ReadRtcp() {
  const std::size_t count = core_->in.Read(ports_.rtcp.get());
  const Steady now = core_->clock.SteadyNow();
  for (std::size_t n = 0; n < count && peer_; ++n) {
    const auto compound = DecodeRtcp(core_->in.bytes(n));
    if (!compound) {
      ++core_->counters.malformed;
    } else if (!guard_.TakesRtcp(core_->in.from(n), compound->ssrc)) {
      ++core_->counters.foreign;
    } else {
      Heard(now);
      rtcp_.OnCompound(*compound, sender_.ssrc(), core_->ntp, now);
    }
  }
}

void RtpStream::Send(std::span<const std::uint8_t> payload, Codec codec) {
  if (!sends() || digits_out_.active() || payload.empty()) return;
  RtpHeader header = sender_.Own(payload.size(), core_->clock.SteadyNow());
  header.payload_type = peer_->format.payload_type;
  Emit(header, payload, codec, peer_->format.codec);
}

void RtpStream::SendRelayed(const Frame& frame) {
  if (!sends() || digits_out_.active()) return;
  auto header = sender_.Relayed(frame, core_->clock.SteadyNow());
  if (!header) return;
  header->payload_type = peer_->format.payload_type;
  Emit(*header, frame.payload, frame.codec, peer_->format.codec);
}

void RtpStream::Emit(const RtpHeader& header, std::span<const std::uint8_t> payload, Codec from, Codec to) {
  if (guard_.rtp_target().port() == 0) return;
  const auto out = core_->out.Add(ports_.rtp.get(), guard_.rtp_target(), kRtpHeaderBytes + payload.size());
  if (out.empty()) return;
  std::ranges::copy(EncodeRtpHeader(header), out.begin());
  const auto body = out.subspan(kRtpHeaderBytes);
  if (from == to) {
    std::ranges::copy(payload, body.begin());
  } else {
    const auto& table = TranscodeTable(from, to);
    std::ranges::transform(payload, body.begin(), [&](std::uint8_t byte) { return table[byte]; });
  }
  ++totals_.packets_out;
  totals_.bytes_out += payload.size();
  ++core_->counters.packets_out;
  if (core_->batching == 0) core_->out.Flush();
}

bool RtpStream::SendDigit(char digit, std::chrono::milliseconds duration) {
  return sends() && TakesEvents() && digits_out_.Queue(digit, duration);
}

void RtpStream::SendDigits(Steady now) {
  if (!digits_out_.active() || !sends() || !TakesEvents()) return;
  auto packet = digits_out_.Tick(sender_, now);
  if (!packet) return;
  packet->header.payload_type = static_cast<std::uint8_t>(peer_->format.dtmf_payload_type);
  Emit(packet->header, packet->payload, peer_->format.codec, peer_->format.codec);
}

void RtpStream::Housekeep(Steady now) {
  if (!peer_) return;
  if (rtcp_.Due(now)) SendReport(now, RtcpSession::Farewell::kNo);
  // RFC 3264 §8.4: who holds need not send, whichever of the three ways it says so; RTP that does not come is
  // a matter of SIP then.
  const bool held = !peer_->send || !peer_->receive;
  const auto timeout = core_->settings.media_timeout;
  if (held || timeout.count() == 0 || timeout_told_ || now - heard_at_ < timeout) return;
  timeout_told_ = true;
  if (user_) user_->OnMediaTimeout();
}

void RtpStream::SendReport(Steady now, RtcpSession::Farewell farewell) {
  const RtcpSession::Sent sent{.packets = totals_.packets_out, .bytes = totals_.bytes_out};
  const auto report = rtcp_.Report(sender_, sent, reception_, guard_.ssrc(), core_->ntp, now, farewell);
  if (guard_.rtcp_target().port() == 0) return;
  const auto out = core_->out.Add(ports_.rtcp.get(), guard_.rtcp_target(), report.size());
  std::ranges::copy(report, out.begin());
  if (core_->batching == 0) core_->out.Flush();
}

Quality RtpStream::quality() const {
  Quality quality = totals_;
  quality.lost += reception_.Lost();
  quality.duplicate += reception_.duplicates();
  quality.reordered += reception_.reordered();
  const auto expected = static_cast<double>(expected_before_ + reception_.expected());
  if (expected > 0) quality.loss_pct = 100.0 * static_cast<double>(quality.lost) / expected;
  quality.jitter_ms = reception_.jitter() * 1000.0 / kSampleRate;
  quality.remote_loss_pct = rtcp_.remote_loss_pct;
  quality.remote_jitter_ms = rtcp_.remote_jitter_ms;
  quality.round_trip_ms = rtcp_.round_trip_ms;
  if (quality.packets_in > 0)
    quality.mos = MosOf(RatingR(
        {.loss_pct = quality.loss_pct, .one_way_delay_ms = OneWayDelay(quality, peer_->format.ptime_ms)}));
  return quality;
}
}  // namespace vss::media
