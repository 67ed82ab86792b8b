#pragma once
#include "adapters/storage_sql/database.hpp"
#include "ottb/ports/store.hpp"

namespace vss::sql {
class SqlCallTable final : public ottb::CallTable {
 public:
  explicit SqlCallTable(Session& session) : session_(session) {}
  ottb::Call Insert(const ottb::Call& call) override;
  std::optional<ottb::Call> Find(ottb::CallId id) override;
  std::optional<ottb::Call> FindLocked(ottb::CallId id) override;
  Page<ottb::Call> List(const ottb::CallFilter& filter, const PageRequest& request) override;
  std::vector<ottb::Call> ListRunning(std::size_t limit) override;
  void Update(const ottb::Call& call) override;
  void NoteSeen(Instant now) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
