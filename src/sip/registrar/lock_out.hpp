#pragma once
#include <algorithm>
#include <chrono>

namespace vss::sip {

/// Counts wrong passwords for one account over all sources and says when guesses of sources that it does not
/// know are limited: after `kFailures` for a minute, then twice as long each time, at most an hour. Pure.
class LockOut {
 public:
  static constexpr int kFailures = 10;
  static constexpr std::chrono::seconds kFirst{60}, kLongest{3600}, kForget{900};

  bool Locked(std::chrono::seconds now) const { return now < until_; }
  /// A wrong password. What lies further back than kForget no longer counts.
  void Fail(std::chrono::seconds now) {
    if (now - last_ > std::max(kForget, length_)) *this = LockOut();
    last_ = now;
    if (Locked(now) || ++failures_ < kFailures) return;
    failures_ = 0;
    length_ = length_ == std::chrono::seconds(0) ? kFirst : std::min(2 * length_, kLongest);
    until_ = now + length_;
  }
  /// A right password from a source that is not known yet, while not locked.
  void Succeed() { *this = LockOut(); }

 private:
  int failures_ = 0;
  std::chrono::seconds last_{}, until_{}, length_{};
};
}  // namespace vss::sip
