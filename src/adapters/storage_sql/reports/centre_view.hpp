#pragma once
#include "adapters/storage_sql/database.hpp"
#include "workspace/reports/ports/store.hpp"

namespace vss::sql {

/// Slots, trunks, recordings and leads, counted for the dashboard.
class SqlCentreView final : public reports::CentreView {
 public:
  explicit SqlCentreView(Session& session) : session_(session) {}
  std::vector<reports::SlotGroup> Slots() override;
  std::vector<reports::TrunkLine> Trunks(std::size_t limit) override;
  std::vector<reports::TroubledSlot> Troubled(std::size_t limit) override;
  std::vector<reports::SlotAge> SlotAges() override;
  std::int64_t Registrations() override;
  reports::RecordingSum Recordings() override;
  std::map<std::string, std::int64_t> LeadsByStatus(const RowScope& scope) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
