#include "adapters/storage_sql/reports/centre_view.hpp"

#include "adapters/storage_sql/crm/visible_leads.hpp"

namespace vss::sql {

std::vector<reports::SlotGroup> SqlCentreView::Slots() {
  std::vector<reports::SlotGroup> groups;
  for (const Row& row :
       session_.Query("SELECT trunk_id, type, state, COUNT(*) FROM slots GROUP BY trunk_id, type, state"))
    groups.push_back({row.Int(0), row.Text(1), row.Text(2), row.Int(3)});
  return groups;
}

std::vector<reports::TrunkLine> SqlCentreView::Trunks(std::size_t limit) {
  std::vector<reports::TrunkLine> trunks;
  for (const Row& row : session_.Query("SELECT id, name, type, capacity FROM trunks ORDER BY id LIMIT $1",
                                       {static_cast<std::int64_t>(limit)}))
    trunks.push_back({row.Int(0), row.Text(1), row.Text(2), row.Int(3)});
  return trunks;
}

std::vector<reports::TroubledSlot> SqlCentreView::Troubled(std::size_t limit) {
  std::vector<reports::TroubledSlot> slots;
  for (const Row& row : session_.Query(
           "SELECT id, number, state, state_reason FROM slots WHERE state IN ('FAULT', 'DEGRADED') OR (state "
           "= 'REGISTERING' AND type <> 'auto') ORDER BY CASE state WHEN 'FAULT' THEN 0 WHEN 'DEGRADED' THEN "
           "1 ELSE 2 END, state_since, id LIMIT $1",
           {static_cast<std::int64_t>(limit)}))
    slots.push_back({row.Int(0), row.Int(1), row.Text(2), row.Text(3)});
  return slots;
}

std::vector<reports::SlotAge> SqlCentreView::SlotAges() {
  std::vector<reports::SlotAge> ages;
  for (const Row& row : session_.Query("SELECT id, number, created_at FROM slots"))
    ages.push_back({row.Int(0), row.Int(1), row.Time(2)});
  return ages;
}

std::int64_t SqlCentreView::Registrations() {
  return session_.Query("SELECT COUNT(*) FROM sip_registrations").at(0).Int(0);
}

reports::RecordingSum SqlCentreView::Recordings() {
  const auto row = session_.QueryOne("SELECT recordings, bytes FROM recording_totals");
  return row ? reports::RecordingSum{row->Int(0), row->Int(1)} : reports::RecordingSum{};
}

// Of a team from the leads themselves, by their index; the counts are kept by seller.
std::map<std::string, std::int64_t> SqlCentreView::LeadsByStatus(const RowScope& scope) {
  const bool of_team = scope.reach == DataScope::kTeam;
  Filter filter;
  if (of_team) AndVisibleLeads(filter, scope);
  if (scope.reach == DataScope::kOwn) filter.And("assigned_seller = ?", {scope.user_id});
  std::map<std::string, std::int64_t> leads;
  for (const Row& row : session_.Query(fmt::format("SELECT status, {} FROM {}{} GROUP BY status",
                                                   of_team ? "COUNT(*)" : "CAST(SUM(leads) AS BIGINT)",
                                                   of_team ? "crm_leads" : "crm_lead_counts", filter.Where()),
                                       Params(filter.values())))
    leads.emplace(row.Text(0), row.Int(1));
  return leads;
}
}  // namespace vss::sql
