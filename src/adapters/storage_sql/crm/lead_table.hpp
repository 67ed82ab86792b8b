#pragma once
#include "adapters/storage_sql/database.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::sql {

class SqlLeadTable final : public crm::LeadTable {
 public:
  explicit SqlLeadTable(Session& session) : session_(session) {}
  void Insert(std::span<const crm::Lead> leads) override;
  std::optional<crm::Lead> Find(const std::string& id) override;
  std::optional<crm::Lead> FindLocked(const std::string& id) override;
  Page<crm::Lead> List(const crm::LeadFilter& filter, const PageRequest& request) override;
  std::vector<crm::Lead> FindKnown(std::span<const std::string> phones,
                                   std::span<const std::string> emails) override;
  std::vector<std::string> FieldNames() override;
  std::vector<crm::Lead> FindWithFurtherNumber(const std::string& phone) override;
  void Update(const crm::Lead& before, const crm::Lead& after) override;
  void Delete(const crm::Lead& lead) override;
  bool NoteCall(const std::string& id, Instant ended_at) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
