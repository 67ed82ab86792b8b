#pragma once
#include "adapters/storage_sql/database.hpp"
#include "adapters/storage_sql/sql_journal.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::sql {

/// The CRM's tables in SQL (crm/), the same text on SQLite and PostgreSQL but for the index of words.
/// Thread-safe as Database is.
class CrmStore final : public Store<crm::Transaction> {
 public:
  CrmStore(Database& database, JournalContext& context) : database_(database), context_(context) {}

 protected:
  Task<void> RunRead(std::function<void(crm::Transaction&)> work) override;
  Task<void> RunWrite(std::function<void(crm::Transaction&)> work) override;

 private:
  Database& database_;
  JournalContext& context_;
};
}  // namespace vss::sql
