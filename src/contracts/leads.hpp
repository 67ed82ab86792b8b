#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/async/task.hpp"
#include "contracts/principal.hpp"

namespace vss {

/// Who has a lead.
struct LeadOwner {
  std::optional<std::string> seller, team;  ///< nothing: nobody
  bool operator==(const LeadOwner&) const = default;
};

inline RowScope LeadScopeOf(const Principal& principal) { return ScopeOf(principal, ScopedResource::kLeads); }

inline bool Covers(const RowScope& scope, const std::optional<LeadOwner>& owner) {
  return scope.all() || (owner && Covers(scope, {&owner->seller}, {&owner->team}));
}

/// What others ask of whoever owns the leads (WORKSPACE's CRM). Lives on the HTTP loop. Lists don't ask:
/// their tables take a RowScope.
class LeadDirectory {
 public:
  virtual ~LeadDirectory() = default;
  /// Nothing: there is no such lead.
  virtual Task<std::optional<LeadOwner>> OwnerOf(std::string lead_id) = 0;
  /// The same without waiting, from a bounded memory that every change of a lead keeps right. False: not
  /// known here, ask OwnerOf (which then remembers).
  virtual bool Remembers(std::string_view lead_id, std::optional<LeadOwner>& owner) = 0;
  /// Of the leads in `visible` with that number (E.164) the one that changed last; nothing: there is none.
  virtual Task<std::optional<std::string>> LeadOfNumber(std::string /*phone*/, RowScope /*visible*/) {
    co_return std::nullopt;
  }
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

/// Whom a call and its recording belong to: who placed it, and who has the lead now.
struct CallOwner {
  std::optional<std::string> user, team, lead_id;
};

/// Whether `scope` covers it. Asks whose the lead is only when that decides.
inline Task<bool> MaySee(LeadDirectory& leads, RowScope scope, CallOwner owner) {
  if (Covers(scope, {&owner.user}, {&owner.team})) co_return true;
  if (!owner.lead_id) co_return false;
  co_return Covers(scope, co_await leads.OwnerOf(std::move(*owner.lead_id)));
}
}  // namespace vss
