#pragma once
#include "adapters/storage_sql/database.hpp"
#include "workspace/reports/ports/store.hpp"

namespace vss::sql {

/// OTTB's calls and records, seen from the dashboard.
class SqlCallsView final : public reports::CallsView {
 public:
  explicit SqlCallsView(Session& session) : session_(session) {}
  std::vector<reports::RunningCalls> Running(const RowScope& scope, Instant day) override;
  std::vector<std::int64_t> Ordered(const RowScope& scope, Instant from, std::chrono::seconds step,
                                    std::size_t steps) override;
  std::vector<reports::OwnCalls> Own(const RowScope& scope, Instant day) override;
  std::vector<reports::QuarterCalls> Quarters(const RowScope& scope, Instant from, Instant to) override;
  std::vector<reports::KeyNumbers> Keys(const RowScope& scope, TotalScope key, Instant from,
                                        Instant to) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
