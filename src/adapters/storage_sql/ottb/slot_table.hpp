#pragma once
#include "adapters/storage_sql/database.hpp"
#include "ottb/ports/store.hpp"

namespace vss::sql {
class SqlSlotTable final : public ottb::SlotTable {
 public:
  explicit SqlSlotTable(Session& session) : session_(session) {}
  ottb::Slot Insert(const ottb::Slot& slot) override;
  std::optional<ottb::Slot> Find(ottb::SlotId id) override;
  std::optional<ottb::Slot> FindLocked(ottb::SlotId id) override;
  std::vector<ottb::Slot> ListLocked(ottb::TrunkId trunk) override;
  std::optional<ottb::Slot> FindReadyLocked(const ottb::ReadyWanted& wanted) override;
  std::optional<ottb::Slot> FindNumber(int number) override;
  Page<ottb::Slot> List(const ottb::SlotFilter& filter, const PageRequest& request) override;
  void Update(const ottb::Slot& slot) override;
  void Delete(ottb::SlotId id) override;
  std::vector<ottb::SlotCount> Count() override;

 private:
  std::string_view Locking() const;

  Session& session_;
};
}  // namespace vss::sql
