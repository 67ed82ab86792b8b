#include "sip/transaction/scheduler.hpp"

namespace vss::sip {

Scheduler::Scheduler(boost::asio::io_context& io, const Clock& clock,
                     std::function<void(const TimerEvent&)> handler)
    : clock_(clock),
      handler_(std::move(handler)),
      wheel_(now()),
      timer_(io),
      self_(std::make_shared<Scheduler*>(this)) {}

Scheduler::~Scheduler() { timer_.cancel(); }

Scheduler::Milliseconds Scheduler::now() const {
  return std::chrono::duration_cast<Milliseconds>(clock_.SteadyNow().time_since_epoch());
}

Scheduler::WheelId Scheduler::Add(Milliseconds delay, TimerEvent event) {
  const WheelId id = wheel_.Add(now(), delay, event);
  if (const auto next = wheel_.NextWork()) ArmBy(*next);
  return id;
}

void Scheduler::Cancel(WheelId& id) {
  wheel_.Cancel(id);
  id = 0;
}

std::uint64_t Scheduler::AddFunction(Milliseconds delay, std::move_only_function<void()> work) {
  const std::uint64_t id = functions_.Add({std::move(work), 0});
  functions_.Find(id)->timer = Add(delay, {TimerEvent::Owner::kFunction, 0, id});
  return id;
}

void Scheduler::CancelFunction(std::uint64_t id) {
  Function* function = functions_.Find(id);
  if (function == nullptr) return;
  Cancel(function->timer);
  functions_.Remove(id);
}

void Scheduler::Run() {
  armed_for_ = Milliseconds::max();
  wheel_.Advance(now(), [this](const TimerEvent& event) { Fire(event); });
  if (const auto next = wheel_.NextWork()) ArmBy(*next);
}

void Scheduler::Fire(const TimerEvent& event) {
  if (event.owner != TimerEvent::Owner::kFunction) {
    handler_(event);
    return;
  }
  Function* function = functions_.Find(event.id);
  if (function == nullptr) return;
  auto work = std::move(function->work);
  functions_.Remove(event.id);
  work();
}

void Scheduler::ArmBy(Milliseconds due) {
  if (due >= armed_for_) return;
  armed_for_ = due;
  timer_.expires_after(due - now());
  timer_.async_wait([weak = std::weak_ptr(self_)](boost::system::error_code error) {
    if (error) return;
    if (const auto self = weak.lock()) (*self)->Run();
  });
}
}  // namespace vss::sip
