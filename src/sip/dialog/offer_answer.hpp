#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sip/sdp/sdp.hpp"

namespace vss::sip {

/// Offer/answer of one session (RFC 3264): what we describe, what is agreed, and that our versions grow.
/// Pure.
class OfferAnswer {
 public:
  explicit OfferAnswer(std::uint64_t session_id) : session_id_(session_id) {}

  const sdp::Agreed* agreed() const { return agreed_ ? &*agreed_ : nullptr; }
  /// What we last described with success, or tried first.
  const sdp::Local& local() const { return local_; }
  const sdp::Local& offered() const { return offered_; }
  bool offering() const { return offer_.has_value(); }

  /// Our description as an offer, which waits for an answer.
  std::string Offer(const sdp::Local& local);
  /// What `answer` would agree on; the offer goes on waiting (answers of forks, early media).
  std::optional<sdp::Agreed> Try(std::string_view answer) const;
  /// Ends the offer with this agreement.
  void Settle(sdp::Agreed agreed);
  /// The offer was refused: all stays as it was (RFC 3261 §14.1).
  void Withdraw() { offer_.reset(); }

  /// Our answer to `offer`; nullopt when nothing can be agreed on, and then all stays as it was.
  std::optional<std::string> Answer(std::string_view offer, const sdp::Local& local);

 private:
  sdp::Local Numbered(const sdp::Local& local);

  std::uint64_t session_id_;
  std::uint64_t version_ = 0;
  sdp::Local local_, offered_;
  std::optional<sdp::Session> offer_;
  std::optional<sdp::Session>
      described_;  ///< what both sides know of us: our last answer, or offer that was taken
  std::optional<sdp::Agreed> agreed_;
};
}  // namespace vss::sip
