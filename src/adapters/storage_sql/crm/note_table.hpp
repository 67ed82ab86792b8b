#pragma once
#include "adapters/storage_sql/database.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::sql {

class SqlNoteTable final : public crm::NoteTable {
 public:
  explicit SqlNoteTable(Session& session) : session_(session) {}
  void Insert(const crm::Note& note) override;
  std::optional<crm::Note> Find(const std::string& id) override;
  Page<crm::Note> List(const crm::NoteFilter& filter, const PageRequest& request) override;
  void Update(const crm::Note& note) override;
  void Delete(const std::string& id) override;
  void Move(const std::string& from_lead, const std::string& to_lead) override;
  std::int64_t DeleteOfLead(const std::string& lead) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
