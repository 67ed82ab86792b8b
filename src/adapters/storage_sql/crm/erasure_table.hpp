#pragma once
#include "adapters/storage_sql/database.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::sql {

class SqlErasureTable final : public crm::ErasureTable {
 public:
  explicit SqlErasureTable(Session& session) : session_(session) {}
  void Put(const crm::Erasure& erasure) override;
  std::vector<crm::Erasure> List() override;
  void Delete(const std::string& id) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
