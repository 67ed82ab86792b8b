#include "ottb/monitor/slot_monitor.hpp"

#include "base/error.hpp"
#include "ottb/cdr/leg_json.hpp"
#include "ottb/slots/slot_json.hpp"
#include "ottb/slots/slot_names.hpp"

namespace vss::ottb {
namespace {
std::size_t AllNumbers() {
  std::size_t count = 0;
  for (const TrunkTypeTraits& traits : kTrunkTypes) count += static_cast<std::size_t>(traits.numbers.size());
  return count;
}

// The wall clock may have been set back since.
double SecondsSince(Instant then, Instant now) {
  return std::max(0.0, std::chrono::duration<double>(now - then).count());
}

// What is measured of the call on a slot; null without a call, and while nothing is measured yet.
json::value MediaOf(const Slot& slot, const Pbx& pbx) {
  if (!slot.current_call) return nullptr;
  const auto quality = pbx.QualityOf(*slot.current_call);
  if (!quality) return nullptr;
  return {{"line", ToJson(quality->line)}, {"number", ToJson(quality->number)}};
}

// Words that no slot has are there with 0, so that a reader need not know them.
json::object CountByState(const std::vector<SlotCount>& counts) {
  json::object out;
  for (const SlotState state : AllSlotStates()) {
    std::int64_t sum = 0;
    for (const SlotCount& count : counts) sum += count.state == state ? count.count : 0;
    out[ToString(state)] = sum;
  }
  return out;
}

json::object CountByType(const std::vector<SlotCount>& counts) {
  json::object out;
  for (const TrunkTypeTraits& traits : kTrunkTypes) {
    std::int64_t sum = 0;
    for (const SlotCount& count : counts) sum += count.type == traits.type ? count.count : 0;
    out[traits.name] = sum;
  }
  return out;
}
}  // namespace

json::object SlotMonitor::Brief(const Slot& slot) const {
  const Instant now = clock_.Now();
  return {{"id", slot.id.value},
          {"number", slot.number},
          {"type", ToString(slot.type)},
          {"trunk_id", slot.trunk_id.value},
          {"state", ToString(slot.state)},
          {"state_since", FormatRfc3339(slot.state_since)},
          {"state_age_s", SecondsSince(slot.state_since, now)},
          {"registered", slot.registration.has_value()},
          {"registration_age_s", RegistrationAge(slot, now)},
          {"current_call", slot.current_call ? json::value(Wire(*slot.current_call)) : nullptr},
          {"media", MediaOf(slot, pbx_)}};
}

Task<json::object> SlotMonitor::All() {
  struct Read {
    Page<Slot> page;
    std::vector<SlotCount> counts;
  };
  const Read read = co_await store_.Read([](Transaction& tx) {
    return Read{tx.slots().List({}, {.limit = AllNumbers(), .sort = "number"}), tx.slots().Count()};
  });
  json::array slots;
  for (const Slot& slot : read.page.items) slots.push_back(Brief(slot));
  co_return json::object{{"total", read.page.total},
                         {"by_state", CountByState(read.counts)},
                         {"by_type", CountByType(read.counts)},
                         {"slots", std::move(slots)}};
}

Task<json::object> SlotMonitor::One(SlotId id) {
  const auto slot = co_await store_.Read([&](Transaction& tx) { return tx.slots().Find(id); });
  if (!slot) throw NotFound(Name(id));
  json::object out = Brief(*slot);
  out["measured_at"] = nullptr;
  for (const auto& [metric, value] : DeviceMetrics()) out[metric] = value;
  co_return out;
}
}  // namespace vss::ottb
