#pragma once
#include "adapters/storage_sql/database.hpp"
#include "ottb/ports/store.hpp"

namespace vss::sql {
class SqlCdrTable final : public ottb::CdrTable {
 public:
  explicit SqlCdrTable(Session& session) : session_(session) {}
  void Insert(const ottb::Cdr& cdr, Instant now) override;
  std::optional<ottb::Cdr> Find(ottb::CallId call) override;
  Page<ottb::Cdr> List(const ottb::CdrFilter& filter, const PageRequest& request) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
