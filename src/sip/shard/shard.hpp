#pragma once
#include <functional>
#include <thread>

#include "base/async/loop.hpp"

namespace vss::sip {

/// One loop with a thread of its own. What lives on it is made, used and destroyed there. Without Start() it
/// has no thread and whoever owns it runs the loop: so do tests.
class Shard {
 public:
  explicit Shard(std::uint16_t number) : number_(number) {}
  ~Shard();
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;

  std::uint16_t number() const { return number_; }
  Loop& loop() { return loop_; }
  /// For other threads.
  void Post(std::move_only_function<void()> work) { loop_.Post(std::move(work)); }

  void Start();
  /// Runs `work` on the shard and waits for it: for starting and stopping, never from a shard. Exceptions
  /// come out here.
  void Call(std::move_only_function<void()> work);
  /// Two stages: `release` ends what lives on the shard and destroys it there, then the loop stops and the
  /// thread is joined. Posted work that comes in between still runs; later work is destroyed unrun.
  void Stop(std::move_only_function<void()> release);

 private:
  std::uint16_t number_;
  Loop loop_;
  std::thread thread_;
};
}  // namespace vss::sip
