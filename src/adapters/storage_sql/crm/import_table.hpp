#pragma once
#include "adapters/storage_sql/database.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::sql {

class SqlImportTable final : public crm::ImportTable {
 public:
  explicit SqlImportTable(Session& session) : session_(session) {}
  void Insert(const crm::Import& import) override;
  std::optional<crm::Import> Find(const std::string& id) override;
  Page<crm::Import> List(const std::optional<std::string>& user_id, const PageRequest& request) override;
  std::vector<crm::Import> ListOpen() override;
  void Update(const crm::Import& import) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
