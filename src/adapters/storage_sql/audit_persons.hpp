#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "adapters/storage_sql/audit_chain.hpp"
#include "adapters/storage_sql/sql_journal.hpp"

/// The persons of the audit. Its records are for ever, so they name a telephone number by a pseudonym only;
/// table `audit_persons` is the key to those, and what erasing a person deletes.
namespace vss::sql {

/// Replaces numbers (E.164) by pseudonyms and back. One object per transaction.
class AuditPersons {
 public:
  AuditPersons(Session& session, JournalContext& context) : session_(session), context_(context) {}

  /// The numbers in target and detail become pseudonyms. Our own ones, which calls show, stay.
  void Hide(AuditEntry& entry);

  /// Records from before there were pseudonyms, which name one of `numbers`, get pseudonyms, too. The text of
  /// each is signed anew beside the chain (`audit_reanchors`), which stays as it is. Says how many there
  /// were.
  std::int64_t CloseRecords(const std::set<std::string>& numbers);

  /// From now on the pseudonyms of these numbers lead to nobody.
  void DropKeys(const std::set<std::string>& numbers);

 private:
  std::string PseudonymOf(const std::string& number);
  std::string Hidden(std::string_view text);
  json::value Hidden(const json::value& value);
  void Close(AuditRecord record);

  Session& session_;
  JournalContext& context_;
};

/// The texts with the numbers that pseudonyms in them stand for, as far as their keys are there.
void ShowPersons(Session& session, std::vector<AuditEntry*> entries);
}  // namespace vss::sql
