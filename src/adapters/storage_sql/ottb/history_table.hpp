#pragma once
#include "adapters/storage_sql/database.hpp"
#include "ottb/ports/store.hpp"

namespace vss::sql {
class SqlHistoryTable final : public ottb::HistoryTable {
 public:
  explicit SqlHistoryTable(Session& session) : session_(session) {}
  void Append(const ottb::Transition& transition) override;
  Page<ottb::Transition> List(ottb::SlotId slot, const PageRequest& request) override;
  void Delete(ottb::SlotId slot) override;
  std::int64_t DeleteBefore(Instant at) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
