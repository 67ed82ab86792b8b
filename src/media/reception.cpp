#include "media/reception.hpp"

#include <algorithm>
#include <cstdlib>

namespace vss::media {
namespace {
// RFC 3550 A.1.
constexpr std::uint16_t kMaxDropout = 3000, kMaxMisorder = 100;
constexpr std::uint16_t kSeenWindow = 64;
}  // namespace

void Reception::Start(std::uint16_t sequence) {
  // What an earlier run lost stays lost: the base moves so that expected() goes on from its last value.
  const std::uint64_t before = expected();
  started_ = true;
  cycles_ = 0;
  highest_ = sequence;
  base_ = static_cast<std::uint32_t>(sequence - before);
  seen_ = 1;
  has_transit_ = false;
  next_of_stray_ = 0x1'0000;
}

Reception::Verdict Reception::Add(std::uint16_t sequence) {
  Verdict verdict = Verdict::kNew;
  const auto ahead = static_cast<std::uint16_t>(sequence - highest_);
  const auto behind = static_cast<std::uint16_t>(highest_ - sequence);
  if (!started_) {
    Start(sequence);
  } else if (behind != 0 && ahead < kMaxDropout) {
    if (sequence < highest_) cycles_ += 0x1'0000;
    highest_ = sequence;
    seen_ = ahead < kSeenWindow ? seen_ << ahead | 1 : 1;
  } else if (behind > kMaxMisorder) {
    if (sequence != next_of_stray_) {
      next_of_stray_ = static_cast<std::uint16_t>(sequence + 1);
      return Verdict::kStray;
    }
    Start(sequence);
  } else if (SeenBefore(behind)) {
    ++duplicates_;
    return Verdict::kDuplicate;
  } else {
    ++reordered_;
    verdict = Verdict::kReordered;
  }
  next_of_stray_ = 0x1'0000;
  ++received_;
  return verdict;
}

bool Reception::SeenBefore(std::uint16_t behind) {
  if (behind >= kSeenWindow) return true;  // too late to be played: as good as a duplicate
  const std::uint64_t bit = std::uint64_t{1} << behind;
  const bool seen = (seen_ & bit) != 0;
  seen_ |= bit;
  return seen;
}

// A.8: J += (|D| − J) / 16, in integers scaled by 16.
void Reception::MeasureJitter(std::uint32_t timestamp, std::uint32_t arrival) {
  const std::uint32_t transit = arrival - timestamp;
  if (has_transit_) {
    const auto difference = static_cast<std::uint32_t>(
        std::abs(static_cast<std::int64_t>(static_cast<std::int32_t>(transit - transit_))));
    jitter_16_ += difference - ((jitter_16_ + 8) >> 4);
  }
  has_transit_ = true;
  transit_ = transit;
}

std::int64_t Reception::CumulativeLost() const {
  return static_cast<std::int64_t>(expected()) - static_cast<std::int64_t>(received_ + duplicates_);
}

std::uint8_t Reception::TakeFractionLost() {
  const std::uint64_t with_duplicates = received_ + duplicates_;
  const auto expected_now = static_cast<std::int64_t>(expected() - expected_prior_);
  const auto lost = expected_now - static_cast<std::int64_t>(with_duplicates - received_prior_);
  expected_prior_ = expected();
  received_prior_ = with_duplicates;
  if (expected_now <= 0 || lost <= 0) return 0;
  return static_cast<std::uint8_t>(std::min<std::int64_t>(255, (lost << 8) / expected_now));
}
}  // namespace vss::media
