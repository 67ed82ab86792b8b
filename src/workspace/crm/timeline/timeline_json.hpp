#pragma once
#include "base/json.hpp"
#include "workspace/crm/timeline/timeline_item.hpp"

namespace vss::crm {
json::object ToJson(const TimelineItem& item);
}  // namespace vss::crm
