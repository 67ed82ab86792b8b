#pragma once
#include "adapters/storage_sql/database.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::sql {

class SqlChangeTable final : public crm::ChangeTable {
 public:
  explicit SqlChangeTable(Session& session) : session_(session) {}
  void Append(const crm::LeadChange& change) override;
  void Move(const std::string& from, const std::string& to) override;
  void Delete(const std::string& lead) override;
  std::optional<std::string> FindSurvivor(const std::string& merged) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
