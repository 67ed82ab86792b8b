#pragma once
#include <optional>
#include <string>
#include <vector>

#include "contracts/call_totals.hpp"
#include "workspace/reports/day_range.hpp"

namespace vss::reports {

enum class ReportKind { kDaily, kOperator, kSlots, kCampaign };
std::string_view ToString(ReportKind kind);

struct ReportRow {
  std::string key;   ///< day, user, slot, campaign
  std::string name;  ///< user name, number of the slot
  CallNumbers numbers;
  std::optional<double> utilisation_pct;  ///< of slots that exist
};

struct Report {
  ReportKind kind = ReportKind::kDaily;
  DayRange days;
  bool complete = true;  ///< no earlier calls wait to be counted
  std::vector<ReportRow> rows;
  CallNumbers total;             ///< of the rows
  std::int64_t not_in_rows = 0;  ///< calls of these days that belong to no row: nobody's, or no campaign's
};
}  // namespace vss::reports
