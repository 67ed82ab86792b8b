#pragma once
#include <memory>

#include "sip/audio/audio_end.hpp"
#include "sip/b2bua/bridge.hpp"

namespace vss::sip {

/// One leg of a bridged call: its session, its audio, and the books about it. Audio is declared first, so
/// that the session goes before the ports do.
struct CallLeg {
  std::unique_ptr<AudioEnd> audio;
  std::unique_ptr<Session> session;
  LegFacts facts;
  bool over = true;  ///< no session that could still end

  void Invited(std::string uri, Instant at) {
    facts.uri = std::move(uri);
    facts.call_id = session->call_id();
    facts.invited_at = at;
    over = false;
  }
  void Ringing(Instant at) {
    if (!facts.ringing_at) facts.ringing_at = at;
  }
  void Answered(Instant at) {
    facts.status = 200;
    facts.answered_at = at;
  }
  /// Sends audio where its session agreed to.
  void FollowAgreed() {
    const sdp::Agreed* agreed = session ? session->agreed() : nullptr;
    if (!agreed || !audio) return;
    facts.codec = agreed->audio.name;
    audio->Follow(*agreed);
  }
  /// RFC 3264 §8.4: one side does not want sound, or does not send any.
  bool Holds() const {
    const sdp::Agreed* agreed = session ? session->agreed() : nullptr;
    return agreed && agreed->direction != sdp::Direction::kSendRecv;
  }
  void Ended(const SessionEnd& end, Instant at) {
    over = true;
    facts.ended_at = at;
    if (end.status != 0 && !facts.answered_at) facts.status = end.status;
    if (end.q850 != 0) facts.q850 = end.q850;
  }
  /// With what the stream measured; kept when the stream is closed.
  LegFacts Facts() const {
    LegFacts now = facts;
    if (audio && facts.answered_at) now.quality = audio->stream().quality();
    return now;
  }
};
}  // namespace vss::sip
