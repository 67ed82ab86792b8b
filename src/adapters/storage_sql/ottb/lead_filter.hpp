#pragma once
#include "adapters/storage_sql/paging.hpp"
#include "contracts/scope.hpp"

namespace vss::sql {
/// Calls, their records and recordings know who placed them (user_id, team_id) and who has their lead now
/// (lead_seller, lead_team), so that the lists of who does not see all of them cost what they show. The
/// lead's are set when the row is written, and moved along when the lead gets another seller or team
/// (MoveCallsOfLead).
void AndVisible(Filter& filter, const RowScope& scope);
/// The same as a condition, for a scope that does not cover all; appends its values. kScanned: other
/// conditions find the rows, because the index of somebody's calls would lead through all there ever were.
enum class Lookup : std::uint8_t { kIndexed, kScanned };
std::string VisibleCondition(const RowScope& scope, std::vector<Value>& values,
                             Lookup lookup = Lookup::kIndexed);
/// The values of lead_seller and lead_team in an INSERT whose `parameter` ($8) is the lead's id.
std::string OwnersOfLead(std::string_view parameter);

struct LeadOwners {
  std::optional<std::string> seller, team;
};
void MoveCallsOfLead(Session& session, const std::string& lead_id, const LeadOwners& to);

inline constexpr std::string_view kTablesOfCalls[] = {"calls", "cdr", "recordings"};

/// "(?, ?, ?)" and its values, for IN.
std::string PlaceholdersFor(const std::vector<std::string>& texts, std::vector<Value>& values);
}  // namespace vss::sql
