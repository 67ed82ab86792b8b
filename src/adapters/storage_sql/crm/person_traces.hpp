#pragma once
#include "adapters/storage_sql/audit_persons.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::sql {

/// The audit, the kept answers and the histories of slots, seen from who must erase a person.
class SqlPersonTraces final : public crm::PersonTraces {
 public:
  SqlPersonTraces(Session& session, JournalContext& context) : session_(session), audit_(session, context) {}
  std::int64_t CloseAudit(const std::set<std::string>& phones) override {
    return audit_.CloseRecords(phones);
  }
  void DropAuditKeys(const std::set<std::string>& phones) override { audit_.DropKeys(phones); }
  void EraseAnswers(std::span<const std::string> words) override;
  void EraseReasons(const std::set<std::string>& phones) override;
  bool ForgetWords(crm::WordsMerge step) override;

 private:
  Session& session_;
  AuditPersons audit_;
};
}  // namespace vss::sql
