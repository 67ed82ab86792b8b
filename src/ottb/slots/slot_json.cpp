#include "ottb/slots/slot_json.hpp"

namespace vss::ottb {
namespace {
json::value BoundTo(const Slot& slot, BindingKind kind) {
  return slot.binding.kind == kind ? json::value(slot.binding.id) : nullptr;
}

// Contact, expiry and user agent belong to the registrar, which tells them when it runs.
json::object Registration(const Slot& slot) {
  return {{"registered", IsRegistered(slot.state)},
          {"contact", nullptr},
          {"expires_at", nullptr},
          {"user_agent", nullptr}};
}

}  // namespace

json::object DeviceMetrics() {
  return {{"cpu_percent", nullptr},
          {"ram_percent", nullptr},
          {"temperature_c", nullptr},
          {"battery_percent", nullptr},
          {"latency_ms", nullptr}};
}

json::object ToJson(const Slot& slot) {
  return {{"id", slot.id.value},
          {"trunk_id", slot.trunk_id.value},
          {"type", ToString(slot.type)},
          {"number", slot.number},
          {"device_id", slot.device_id},
          {"state", ToString(slot.state)},
          {"state_since", FormatRfc3339(slot.state_since)},
          {"state_reason", slot.state_reason},
          {"assignment", ToString(slot.binding.kind)},
          {"assigned_user", BoundTo(slot, BindingKind::kUser)},
          {"assigned_campaign", BoundTo(slot, BindingKind::kCampaign)},
          {"registration", Registration(slot)},
          {"metrics", DeviceMetrics()},
          {"current_call", nullptr},
          {"created_at", FormatRfc3339(slot.created_at)},
          {"updated_at", FormatRfc3339(slot.updated_at)}};
}

json::object ToJson(const Transition& transition) {
  return {{"id", transition.id},
          {"slot_id", transition.slot_id.value},
          {"at", FormatRfc3339(transition.at)},
          {"from", ToString(transition.from)},
          {"to", ToString(transition.to)},
          {"trigger", ToString(transition.trigger)},
          {"cause", ToString(transition.cause)},
          {"reason", transition.reason},
          {"username", transition.username ? json::value(*transition.username) : nullptr}};
}
}  // namespace vss::ottb
