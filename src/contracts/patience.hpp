#pragma once
#include <atomic>
#include <memory>

namespace vss {

/// Whether somebody still waits for the answer of a request. The HTTP loop ends it when a deadline has passed
/// and the request was answered without its outcome; who does what cannot be taken back (a call that rings at
/// somebody's) looks first. Copies are one. Thread-safe.
class Patience {
 public:
  bool over() const { return over_->load(std::memory_order_acquire); }
  void End() { over_->store(true, std::memory_order_release); }

 private:
  std::shared_ptr<std::atomic<bool>> over_ = std::make_shared<std::atomic<bool>>(false);
};
}  // namespace vss
