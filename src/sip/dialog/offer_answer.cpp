#include "sip/dialog/offer_answer.hpp"

#include <algorithm>

namespace vss::sip {

sdp::Local OfferAnswer::Numbered(const sdp::Local& local) {
  // RFC 3264 §5, §8: one session id for the whole session; each new description one version up.
  sdp::Local numbered = local;
  if (version_ == 0 && local.session_id != 0) session_id_ = local.session_id;
  numbered.session_id = session_id_;
  numbered.version = version_ = std::max(version_ + 1, local.version);
  return numbered;
}

std::string OfferAnswer::Offer(const sdp::Local& local) {
  offered_ = Numbered(local);
  if (!agreed_) local_ = offered_;
  // RFC 3264 §8: each stream keeps its place, also one that was refused.
  offer_ = described_ ? sdp::MakeOffer(offered_, *described_) : sdp::MakeOffer(offered_);
  return sdp::Write(*offer_);
}

std::optional<sdp::Agreed> OfferAnswer::Try(std::string_view answer) const {
  if (!offer_) return std::nullopt;
  const auto session = sdp::Parse(answer);
  if (!session) return std::nullopt;
  auto agreed = sdp::TakeAnswer(*offer_, *session);
  if (!agreed) return std::nullopt;
  return *std::move(agreed);
}

void OfferAnswer::Settle(sdp::Agreed agreed) {
  if (offer_) {
    local_ = offered_;
    described_ = std::move(offer_);
  }
  offer_.reset();
  agreed_ = std::move(agreed);
}

std::optional<std::string> OfferAnswer::Answer(std::string_view offer, const sdp::Local& local) {
  const auto session = sdp::Parse(offer);
  if (!session) return std::nullopt;
  const sdp::Local numbered = Numbered(local);
  auto answer = sdp::MakeAnswer(*session, numbered);
  if (!answer) return std::nullopt;
  local_ = numbered;
  agreed_ = std::move(answer->agreed);
  described_ = std::move(answer->session);
  return sdp::Write(*described_);
}
}  // namespace vss::sip
