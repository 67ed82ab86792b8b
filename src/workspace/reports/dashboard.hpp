#pragma once
#include <map>
#include <optional>

#include "contracts/platform_state.hpp"
#include "workspace/reports/ports/store.hpp"
#include "workspace/reports/series.hpp"

namespace vss::reports {

/// What the dashboard reads of the centre at one moment.
struct CentreNow {
  std::vector<SlotGroup> slots;
  std::vector<TrunkLine> trunks;
  std::vector<TroubledSlot> troubled;
  std::int64_t registrations = 0;
  RecordingSum recordings;
};

/// How the centre does, or the part of it that somebody may see.
struct Dashboard {
  Instant at;
  DataScope reach = DataScope::kAll;            ///< whose calls
  std::map<std::string, std::int64_t> running;  ///< by state
  std::string day;
  CallNumbers today;
  std::map<std::string, std::int64_t> by_cause;  ///< of calls that were not answered
  Series per_minute, per_hour;
  DataScope leads_reach = DataScope::kAll;    ///< whose leads
  std::map<std::string, std::int64_t> leads;  ///< by status
  std::optional<CentreNow> centre;            ///< nothing for who sees a part
  std::chrono::milliseconds read_took{0};     ///< how long the database needed
};

inline std::int64_t SumOf(const std::map<std::string, std::int64_t>& counts) {
  std::int64_t sum = 0;
  for (const auto& [name, count] : counts) sum += count;
  return sum;
}
}  // namespace vss::reports
