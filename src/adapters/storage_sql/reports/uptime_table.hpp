#pragma once
#include "adapters/storage_sql/database.hpp"
#include "workspace/reports/ports/store.hpp"

namespace vss::sql {
class SqlUptimeTable final : public reports::UptimeTable {
 public:
  explicit SqlUptimeTable(Session& session) : session_(session) {}
  void Note(Instant started, Instant now) override;
  std::vector<reports::RunPeriod> Since(Instant from) override;
  void DeleteBefore(Instant at) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
