#include "adapters/bus_memory/memory_bus.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include "adapters/bus_memory/topic.hpp"
#include "base/error.hpp"
#include "base/log.hpp"

namespace vss::bus_memory {
namespace {
// Counts events that Publish has taken and not yet delivered, also when it is cancelled.
class InFlight {
 public:
  InFlight(std::size_t& total, std::size_t count) : total_(total), count_(count) { total_ += count_; }
  ~InFlight() { total_ -= count_; }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;

 private:
  std::size_t& total_;
  std::size_t count_;
};
}  // namespace

MemoryBus::MemoryBus(Metrics& metrics, RetryPolicy policy, Sleep sleep)
    : metrics_(metrics), policy_(policy), sleep_(std::move(sleep)) {}

void MemoryBus::Subscribe(std::string name, std::string pattern, Handler handler) {
  const Metrics::Labels labels{{"subscriber", name}};
  auto& delivered =
      metrics_.Counter("vss_bus_delivered_total", "Events handled by a subscriber of the bus.", labels);
  auto& retried =
      metrics_.Counter("vss_bus_retries_total", "Deliveries that failed and were tried again.", labels);
  auto& given_up =
      metrics_.Counter("vss_bus_given_up_total", "Events that a subscriber failed on for good.", labels);
  subscribers_.push_back(std::make_unique<Subscriber>(
      Subscriber{std::move(name), std::move(pattern), std::move(handler), &delivered, &retried, &given_up}));
}

Task<void> MemoryBus::Publish(const std::vector<Event>& events) {
  if (in_flight_ > 0 && in_flight_ + events.size() > policy_.max_events_in_flight) {
    throw Error(ErrorCode::kServiceUnavailable, "the event bus is busy; try again shortly")
        .RetryAfter(std::chrono::seconds(1));
  }
  const InFlight guard(in_flight_, events.size());
  co_await DeliverAll(DeliveriesOf(events));
}

std::vector<MemoryBus::Delivery> MemoryBus::DeliveriesOf(const std::vector<Event>& events) {
  std::vector<Delivery> deliveries;
  for (const auto& subscriber : subscribers_) {
    Delivery delivery{subscriber.get(), {}};
    std::ranges::copy_if(events, std::back_inserter(delivery.events),
                         [&](const Event& event) { return TopicMatches(subscriber->pattern, event.event); });
    if (!delivery.events.empty()) deliveries.push_back(std::move(delivery));
  }
  return deliveries;
}

Task<void> MemoryBus::DeliverAll(std::vector<Delivery> open) {
  for (int round = 0; !open.empty(); ++round) {
    if (round > 0) co_await sleep_(DelayAfter(round));
    std::vector<Delivery> again;
    for (Delivery& delivery : open) {
      const Outcome outcome = co_await Try(delivery);
      if (outcome != Outcome::kHandled) Requeue(std::move(delivery), outcome, again);
    }
    open = std::move(again);
  }
}

Task<MemoryBus::Outcome> MemoryBus::Try(const Delivery& delivery) {
  Subscriber& to = *delivery.to;
  try {
    co_await to.handler(delivery.events);
    to.delivered->Increment(static_cast<double>(delivery.events.size()));
    co_return Outcome::kHandled;
  } catch (const boost::system::system_error& e) {
    if (e.code() == boost::asio::error::operation_aborted) throw;  // we are asked to stop, nothing failed
    log::Warning("BUS", "a subscriber failed", {{"subscriber", to.name}, {"error", e.what()}});
  } catch (const Error& e) {
    log::Warning("BUS", "a subscriber failed",
                 {{"subscriber", to.name}, {"error", e.what()}, {"cause", e.internal()}});
    if (e.code() == ErrorCode::kServiceUnavailable) co_return Outcome::kUnavailable;
  } catch (const std::exception& e) {
    log::Warning("BUS", "a subscriber failed", {{"subscriber", to.name}, {"error", e.what()}});
  }
  co_return Outcome::kFailed;
}

// A batch that keeps failing is taken apart, so that only the events that are to blame are given up.
void MemoryBus::Requeue(Delivery delivery, Outcome outcome, std::vector<Delivery>& again) {
  Subscriber& to = *delivery.to;
  to.retried->Increment();
  if (outcome == Outcome::kFailed) ++delivery.failures;
  if (delivery.failures < policy_.max_attempts) {
    again.push_back(std::move(delivery));
  } else if (delivery.events.size() > 1) {
    for (Event& event : delivery.events) again.push_back({&to, {std::move(event)}, policy_.max_attempts - 1});
  } else {
    const Event& event = delivery.events.front();
    to.given_up->Increment();
    log::Error("BUS", "a subscriber cannot handle an event; it goes on without it",
               {{"subscriber", to.name}, {"event", event.event}, {"event_id", event.id}});
  }
}

std::chrono::milliseconds MemoryBus::DelayAfter(int rounds) const {
  auto delay = policy_.first_delay;
  for (int i = 1; i < rounds && delay < policy_.longest_delay; ++i) delay *= 2;
  return std::min(delay, policy_.longest_delay);
}
}  // namespace vss::bus_memory
