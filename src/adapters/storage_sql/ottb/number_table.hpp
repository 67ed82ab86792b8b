#pragma once
#include "adapters/storage_sql/database.hpp"
#include "ottb/ports/store.hpp"

namespace vss::sql {
class SqlNumberTable final : public ottb::NumberTable {
 public:
  explicit SqlNumberTable(Session& session) : session_(session) {}
  ottb::NumbersInUse LockRange(ottb::TrunkType type) override;
  void Release(int number, Instant now) override;
  void Take(int number) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
