#pragma once
#include "adapters/storage_sql/database.hpp"
#include "adapters/storage_sql/sql_journal.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::sql {

/// The CRM's tables in SQL (crm/), the same text on SQLite and PostgreSQL but for the index of words.
/// Thread-safe as Database is.
class CrmStore final : public Store<crm::Transaction> {
 public:
  /// `do_not_call_key` is that of the hashes on the do-not-call list: the same for every store of one
  /// database.
  CrmStore(Database& database, JournalContext& context, Secret do_not_call_key)
      : database_(database), context_(context), do_not_call_key_(std::move(do_not_call_key)) {}

 protected:
  Task<void> RunRead(std::function<void(crm::Transaction&)> work) override;
  Task<void> RunWrite(std::function<void(crm::Transaction&)> work) override;

 private:
  Database& database_;
  JournalContext& context_;
  const Secret do_not_call_key_;
};
}  // namespace vss::sql
