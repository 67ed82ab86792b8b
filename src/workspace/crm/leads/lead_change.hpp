#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace vss::crm {

/// What was done with a lead, as its timeline shows it. `from` and `to` are statuses, sellers, or the lead
/// that was merged.
struct LeadChange {
  std::string lead_id;
  std::string kind;  ///< created, status, assigned, updated, merged
  Instant at;
  std::optional<std::string> user_id;
  std::string username;
  std::optional<std::string> from, to;
  std::vector<std::string> fields;  ///< names of what an update changed
};
}  // namespace vss::crm
