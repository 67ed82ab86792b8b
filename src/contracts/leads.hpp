#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/async/task.hpp"
#include "contracts/principal.hpp"

namespace vss {

/// What OTTB asks of whoever owns the leads (WORKSPACE's CRM).
class LeadDirectory {
 public:
  virtual ~LeadDirectory() = default;
  /// The leads that are assigned to a user, as UUIDs.
  virtual Task<std::vector<std::string>> AssignedTo(std::string user_id) = 0;
};

/// A platform without a CRM: nobody has leads.
class NoLeads final : public LeadDirectory {
 public:
  Task<std::vector<std::string>> AssignedTo(std::string) override { co_return std::vector<std::string>(); }
};

/// The data rule of sellers (domain.md, Roles and permissions): they see the calls of leads assigned to them.
/// Nothing: the caller sees every call.
inline Task<std::optional<std::vector<std::string>>> VisibleLeads(LeadDirectory& leads, Principal principal) {
  if (principal.role != "seller") co_return std::nullopt;
  co_return co_await leads.AssignedTo(principal.user_id);
}
}  // namespace vss
