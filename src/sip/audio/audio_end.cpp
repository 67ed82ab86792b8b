#include "sip/audio/audio_end.hpp"

#include <chrono>

namespace vss::sip {
namespace {
// RFC 8866 §5.2 suggests a time stamp for the session's number, which makes it unique together with the
// address.
std::uint64_t NewSessionId(std::uint16_t port) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now).count()) * 65'536 +
         port;
}

const MediaRules kNoRules{};
}  // namespace

AudioEnd::AudioEnd(std::unique_ptr<media::Stream> stream, std::string address, FarEnd far)
    : stream_(std::move(stream)),
      address_(std::move(address)),
      far_(std::move(far)),
      session_id_(NewSessionId(stream_->rtp_port())) {}

std::unique_ptr<AudioEnd> AudioEnd::Open(media::Engine& engine, std::string address, FarEnd far) {
  auto stream = engine.Open();
  if (!stream) return nullptr;
  return std::unique_ptr<AudioEnd>(new AudioEnd(std::move(stream), std::move(address), std::move(far)));
}

sdp::Local AudioEnd::Describe(sdp::Direction direction) {
  return {.address = address_,
          .rtp_port = stream_->rtp_port(),
          .session_id = session_id_,
          .version = ++version_,
          .direction = direction,
          .codecs = {}};
}

void AudioEnd::Follow(const sdp::Agreed& agreed) {
  const MediaRules& rules = far_.rules != nullptr ? *far_.rules : kNoRules;
  following_ = std::make_shared<int>();
  const std::string name = NameToResolve(agreed, far_.peer, rules);
  if (name.empty() || far_.names == nullptr) return stream_->Connect(ToPeer(agreed, far_.peer, rules));
  far_.names->Resolve(name, [this, &rules, agreed, alive = std::weak_ptr(following_)](const auto& address) {
    if (!alive.expired()) stream_->Connect(ToPeer(agreed, far_.peer, rules, address));
  });
}
}  // namespace vss::sip
