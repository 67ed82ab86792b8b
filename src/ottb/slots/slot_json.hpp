#pragma once
#include "base/json.hpp"
#include "ottb/slots/slot.hpp"

namespace vss::ottb {
/// A slot as the API and `slot.update` show it; never a credential. What nothing measures is null.
json::object ToJson(const Slot& slot);
json::object ToJson(const Transition& transition);
/// What the DCI agent beside a device measures, each null: cpu_percent, ram_percent, temperature_c …
json::object DeviceMetrics();
}  // namespace vss::ottb
