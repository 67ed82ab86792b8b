#include "adapters/storage_sql/ottb/lead_filter.hpp"

namespace vss::sql {
void AndLeads(Filter& filter, const std::optional<std::vector<std::string>>& leads) {
  if (!leads) return;
  if (leads->empty()) {
    filter.And("1 = 0");
    return;
  }
  std::string places;
  for (std::size_t i = 0; i < leads->size(); ++i) places += i == 0 ? "?" : ", ?";
  filter.And(fmt::format("lead_id IN ({})", places), std::vector<Value>(leads->begin(), leads->end()));
}
}  // namespace vss::sql
