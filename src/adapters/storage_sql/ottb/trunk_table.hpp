#pragma once
#include "adapters/storage_sql/database.hpp"
#include "ottb/ports/store.hpp"

namespace vss::sql {
class SqlTrunkTable final : public ottb::TrunkTable {
 public:
  explicit SqlTrunkTable(Session& session) : session_(session) {}
  ottb::Trunk Insert(const ottb::CreateTrunk& command, Instant now) override;
  std::optional<ottb::Trunk> Find(ottb::TrunkId id) override;
  std::optional<ottb::Trunk> FindLocked(ottb::TrunkId id) override;
  Page<ottb::Trunk> List(const ottb::TrunkFilter& filter, const PageRequest& request) override;
  void Update(const ottb::Trunk& trunk) override;
  void Delete(ottb::TrunkId id) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
