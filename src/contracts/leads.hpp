#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/async/task.hpp"
#include "contracts/principal.hpp"

namespace vss {

/// Whose leads somebody may see, with their calls, notes and recordings (domain.md, Roles and permissions).
struct LeadScope {
  std::optional<std::string> seller;  ///< only leads assigned to this user; nothing: everything
};

inline LeadScope LeadScopeOf(const Principal& principal) {
  return principal.role == "seller" ? LeadScope{principal.user_id} : LeadScope{};
}

/// Who has a lead.
struct LeadOwner {
  std::optional<std::string> seller;  ///< nothing: nobody
};

constexpr bool Covers(const LeadScope& scope, const std::optional<LeadOwner>& owner) {
  return !scope.seller || (owner && owner->seller == scope.seller);
}

/// What others ask of whoever owns the leads (WORKSPACE's CRM). Lives on the HTTP loop. Lists don't ask:
/// their tables take a LeadScope.
class LeadDirectory {
 public:
  virtual ~LeadDirectory() = default;
  /// Nothing: there is no such lead.
  virtual Task<std::optional<LeadOwner>> OwnerOf(std::string lead_id) = 0;
  /// The same without waiting, from a bounded memory that every change of a lead keeps right. False: not
  /// known here, ask OwnerOf (which then remembers).
  virtual bool Remembers(std::string_view lead_id, std::optional<LeadOwner>& owner) = 0;
};

/// A platform without a CRM: there are no leads.
class NoLeads final : public LeadDirectory {
 public:
  Task<std::optional<LeadOwner>> OwnerOf(std::string) override { co_return std::nullopt; }
  bool Remembers(std::string_view, std::optional<LeadOwner>& owner) override {
    owner.reset();
    return true;
  }
};

/// Whether the caller may see what belongs to `lead_id` (or to no lead).
inline Task<bool> MaySee(LeadDirectory& leads, Principal principal, std::optional<std::string> lead_id) {
  const LeadScope scope = LeadScopeOf(principal);
  if (!scope.seller) co_return true;
  if (!lead_id) co_return false;
  co_return Covers(scope, co_await leads.OwnerOf(std::move(*lead_id)));
}
}  // namespace vss
