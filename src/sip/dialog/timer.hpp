#pragma once
#include <chrono>
#include <functional>

#include "sip/transaction/stack.hpp"

namespace vss::sip {

/// One timer on a stack's wheel, stopped when it goes out of scope. Its work may destroy it.
class Timer {
 public:
  explicit Timer(Stack& stack) : stack_(stack) {}
  ~Timer() { Stop(); }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  void Start(std::chrono::milliseconds delay, std::move_only_function<void()> work) {
    Stop();
    id_ = stack_.After(delay, [this, work = std::move(work)]() mutable {
      id_ = 0;
      work();
    });
  }
  void Stop() {
    if (id_ != 0) stack_.CancelTimer(std::exchange(id_, 0));
  }
  bool running() const { return id_ != 0; }

 private:
  Stack& stack_;
  Stack::TimerId id_ = 0;
};
}  // namespace vss::sip
