#pragma once
#include "adapters/storage_sql/database.hpp"
#include "point/ports/store.hpp"

namespace vss::sql {

/// Moves crm_leads, their counts and history, and the columns of calls that follow them; as whole sets, since
/// somebody may have a hundred thousand.
class SqlOwnedLeads final : public point::OwnedLeads {
 public:
  explicit SqlOwnedLeads(Session& session) : session_(session) {}
  std::int64_t HandOver(const point::Handover& handover) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
