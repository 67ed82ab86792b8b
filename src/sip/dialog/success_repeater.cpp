#include "sip/dialog/success_repeater.hpp"

#include <algorithm>

namespace vss::sip {

void SuccessRepeater::Start(ServerId id, std::uint32_t cseq, std::string response,
                            std::move_only_function<void()> give_up) {
  id_ = id;
  cseq_ = cseq;
  response_ = std::move(response);
  give_up_ = std::move(give_up);
  interval_ = t1_;
  elapsed_ = {};
  Wait();
}

void SuccessRepeater::Wait() {
  const auto wait = std::min(interval_, 64 * t1_ - elapsed_);
  elapsed_ += wait;
  repeat_.Start(wait, [this] { Repeat(); });
}

void SuccessRepeater::Repeat() {
  if (elapsed_ >= 64 * t1_) {
    auto give_up = std::move(give_up_);
    give_up();
    return;
  }
  stack_.Resend(id_, response_);
  interval_ = std::min(2 * interval_, t2_);
  Wait();
}

bool SuccessRepeater::TakeAck(std::uint32_t cseq) {
  if (!waiting() || cseq != cseq_) return false;
  repeat_.Stop();
  response_ = {};
  give_up_ = {};
  return true;
}
}  // namespace vss::sip
