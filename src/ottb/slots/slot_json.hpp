#pragma once
#include "base/json.hpp"
#include "ottb/slots/slot.hpp"

namespace vss::ottb {
/// A slot as the API and `slot.update` show it; never a credential. What nothing measures is null; `now` is
/// for ages.
json::object ToJson(const Slot& slot, Instant now);
/// How long its line has been registered, in seconds; null when it is not.
json::value RegistrationAge(const Slot& slot, Instant now);
json::object ToJson(const Transition& transition);
/// What the DCI agent beside a device measures, each null: cpu_percent, ram_percent, temperature_c …
json::object DeviceMetrics();
}  // namespace vss::ottb
