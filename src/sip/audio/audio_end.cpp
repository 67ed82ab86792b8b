#include "sip/audio/audio_end.hpp"

#include <chrono>

namespace vss::sip {
namespace {
namespace ip = boost::asio::ip;

// RFC 8866 §5.2 suggests a time stamp for the session's number, which makes it unique together with the
// address.
std::uint64_t NewSessionId(std::uint16_t port) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now).count()) * 65'536 +
         port;
}

media::Format ToFormat(const sdp::Agreed& agreed) {
  return {
      .codec = agreed.audio.name == "PCMU" ? media::Codec::kPcmu : media::Codec::kPcma,
      .payload_type = static_cast<std::uint8_t>(agreed.audio.payload_type),
      .dtmf_payload_type = agreed.telephone_event ? agreed.telephone_event->payload_type : -1,
      .ptime_ms = agreed.ptime_ms,
  };
}
}  // namespace

std::optional<media::Peer> ToPeer(const sdp::Agreed& agreed, std::optional<ip::address> nat_address) {
  boost::system::error_code failure;
  const ip::address address = ip::make_address(agreed.remote_address, failure);
  if (failure) return std::nullopt;
  const std::uint16_t rtcp_port = agreed.remote_rtcp_port != 0
                                      ? agreed.remote_rtcp_port
                                      : static_cast<std::uint16_t>(agreed.remote_rtp_port + 1);
  using enum sdp::Direction;
  return media::Peer{
      .rtp = {address, agreed.remote_rtp_port},
      .rtcp = {address, rtcp_port},
      .format = ToFormat(agreed),
      .source = nat_address ? media::Peer::Source::kLatch : media::Peer::Source::kSignalled,
      .nat_address = nat_address,
      .send = agreed.direction == kSendRecv || agreed.direction == kSendOnly,
      .receive = agreed.direction == kSendRecv || agreed.direction == kRecvOnly,
  };
}

AudioEnd::AudioEnd(std::unique_ptr<media::Stream> stream, std::string address)
    : stream_(std::move(stream)),
      address_(std::move(address)),
      session_id_(NewSessionId(stream_->rtp_port())) {}

std::unique_ptr<AudioEnd> AudioEnd::Open(media::Engine& engine, std::string address) {
  auto stream = engine.Open();
  if (!stream) return nullptr;
  return std::unique_ptr<AudioEnd>(new AudioEnd(std::move(stream), std::move(address)));
}

sdp::Local AudioEnd::Describe(sdp::Direction direction) {
  return {.address = address_,
          .rtp_port = stream_->rtp_port(),
          .session_id = session_id_,
          .version = ++version_,
          .direction = direction,
          .codecs = {}};
}

void AudioEnd::Follow(const sdp::Agreed& agreed, std::optional<ip::address> nat_address) {
  if (const auto peer = ToPeer(agreed, std::move(nat_address))) stream_->Connect(*peer);
}
}  // namespace vss::sip
