#include "ottb/slots/slot_json.hpp"

namespace vss::ottb {
namespace {
json::value BoundTo(const Slot& slot, BindingKind kind) {
  return slot.binding.kind == kind ? json::value(slot.binding.id) : nullptr;
}

json::object RegistrationOf(const Slot& slot, Instant now) {
  const auto& held = slot.registration;
  const auto text = [&](const std::string& value) { return held ? json::value(value) : nullptr; };
  const Registration none;
  const Registration& shown = held ? *held : none;
  return {{"registered", held.has_value()},
          {"contact", text(shown.contact)},
          {"source", text(shown.source)},
          {"expires_at", held ? json::value(FormatRfc3339(shown.expires_at)) : nullptr},
          {"user_agent", text(shown.user_agent)},
          {"age_s", RegistrationAge(slot, now)}};
}

}  // namespace

json::object DeviceMetrics() {
  return {{"cpu_percent", nullptr},
          {"ram_percent", nullptr},
          {"temperature_c", nullptr},
          {"battery_percent", nullptr},
          {"latency_ms", nullptr}};
}

json::value RegistrationAge(const Slot& slot, Instant now) {
  if (!slot.registration) return nullptr;
  // The wall clock may have been set back since.
  return std::max(0.0, std::chrono::duration<double>(now - slot.registration->registered_at).count());
}

json::object ToJson(const Slot& slot, Instant now) {
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
          {"registration", RegistrationOf(slot, now)},
          {"metrics", DeviceMetrics()},
          {"current_call", slot.current_call ? json::value(Wire(*slot.current_call)) : nullptr},
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
          {"phone_number", transition.phone_number ? json::value(*transition.phone_number) : nullptr},
          {"username", transition.username ? json::value(*transition.username) : nullptr}};
}
}  // namespace vss::ottb
