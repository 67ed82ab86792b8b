#pragma once
#include "adapters/storage_sql/database.hpp"
#include "ottb/ports/store.hpp"

namespace vss::sql {
class SqlUsageTable final : public ottb::UsageTable {
 public:
  explicit SqlUsageTable(Session& session) : session_(session) {}
  void Add(const ottb::UsageKey& key, std::chrono::milliseconds talk) override;
  std::chrono::milliseconds Of(const ottb::UsageKey& key) override;
  ottb::RunningUsage RunningOfUser(const std::string& user_id, Instant now) override;
  ottb::RunningUsage RunningOfTrunk(ottb::TrunkId trunk, Instant now) override;
  std::int64_t DeleteBefore(const std::string& day) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
