#pragma once
#include "adapters/storage_sql/database.hpp"
#include "workspace/reports/ports/store.hpp"

namespace vss::sql {

/// OTTB's calls and records, seen from the dashboard.
class SqlCallsView final : public reports::CallsView {
 public:
  explicit SqlCallsView(Session& session) : session_(session) {}
  std::vector<reports::RunningCalls> Running(const LeadScope& scope, Instant day) override;
  std::vector<std::int64_t> Ordered(const LeadScope& scope, Instant from, std::chrono::seconds step,
                                    std::size_t steps) override;
  std::vector<reports::OwnCalls> Own(const std::string& seller, Instant day) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
