#pragma once
#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace vss::pbx_embedded {

/// Which INVITEs from the provider are told: each call once, however often its INVITE comes again, and no
/// more than the books can take when somebody floods us in the provider's name.
class IncomingWatch {
 public:
  static constexpr int kMaxPerSecond = 20;

  bool IsNews(std::string_view call_id, std::chrono::milliseconds now) {
    for (const std::string& known : lately_) {
      if (known == call_id) return false;
    }
    if (now - second_began_ >= std::chrono::seconds(1)) {
      second_began_ = now;
      told_ = 0;
    }
    if (told_ == kMaxPerSecond) return false;
    ++told_;
    lately_[next_] = call_id;
    next_ = (next_ + 1) % lately_.size();
    return true;
  }

 private:
  // An INVITE comes again for 32 s at most (RFC 3261 §17.1.1.2, Timer B).
  std::array<std::string, 32 * kMaxPerSecond> lately_;
  std::size_t next_ = 0;
  std::chrono::milliseconds second_began_{-1'000};
  int told_ = 0;
};
}  // namespace vss::pbx_embedded
