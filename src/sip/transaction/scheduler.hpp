#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <variant>

#include "base/clock.hpp"
#include "sip/transaction/slab.hpp"
#include "sip/transaction/timer_wheel.hpp"

namespace vss::sip {

/// What a timer is for: an event of a transaction, or somebody's function.
struct TimerEvent {
  enum class Owner : std::uint8_t { kClient, kServer, kFunction };
  Owner owner = Owner::kFunction;
  std::uint8_t event = 0;  ///< of the owner's machine
  std::uint64_t id = 0;    ///< transaction or function
};

/// The stack's timers: one wheel, driven by one timer of the loop that sleeps while there is nothing to do.
/// On the loop's thread.
class Scheduler {
 public:
  using Milliseconds = std::chrono::milliseconds;
  using WheelId = TimerWheel<TimerEvent>::Id;

  /// `handler` hears of kClient and kServer events. All three outlive this.
  Scheduler(boost::asio::io_context& io, const Clock& clock, std::function<void(const TimerEvent&)> handler);
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  Milliseconds now() const;
  WheelId Add(Milliseconds delay, TimerEvent event);
  void Cancel(WheelId& id);

  std::uint64_t AddFunction(Milliseconds delay, std::move_only_function<void()> work);
  void CancelFunction(std::uint64_t id);

  /// Fires what is due. The loop's timer calls it; tests that move a clock call it themselves.
  void Run();

 private:
  struct Function {
    std::move_only_function<void()> work;
    WheelId timer = 0;
  };

  void Fire(const TimerEvent& event);
  void ArmBy(Milliseconds due);

  const Clock& clock_;
  std::function<void(const TimerEvent&)> handler_;
  TimerWheel<TimerEvent> wheel_;
  Slab<Function> functions_;
  boost::asio::steady_timer timer_;
  Milliseconds armed_for_ = Milliseconds::max();
  std::shared_ptr<Scheduler*> self_;  // what the loop's timer holds weakly
};
}  // namespace vss::sip
