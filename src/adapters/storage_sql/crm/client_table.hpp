#pragma once
#include "adapters/storage_sql/database.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::sql {

class SqlClientTable final : public crm::ClientTable {
 public:
  explicit SqlClientTable(Session& session) : session_(session) {}
  void Insert(const crm::Client& client) override;
  std::optional<crm::Client> Find(const std::string& id) override;
  std::optional<crm::Client> FindLocked(const std::string& id) override;
  Page<crm::Client> List(const crm::ClientFilter& filter, const PageRequest& request) override;
  void Update(const crm::Client& client) override;
  void Delete(const std::string& id) override;
  bool HasVisibleLead(const std::string& id, const RowScope& scope) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
