#pragma once
#include "adapters/storage_sql/database.hpp"
#include "workspace/reports/ports/store.hpp"

namespace vss::sql {
class SqlTotalsReader final : public reports::TotalsTable {
 public:
  explicit SqlTotalsReader(Session& session) : session_(session) {}
  std::vector<reports::PeriodNumbers> Periods(TotalSpan span, const std::string& first,
                                              const std::string& last) override;
  std::vector<reports::KeyNumbers> Keys(TotalScope scope, TotalSpan span, const std::string& first,
                                        const std::string& last) override;
  bool Complete() override;

 private:
  Session& session_;
};
}  // namespace vss::sql
