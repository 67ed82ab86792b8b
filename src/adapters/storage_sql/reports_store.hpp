#pragma once
#include "adapters/storage_sql/database.hpp"
#include "adapters/storage_sql/sql_journal.hpp"
#include "workspace/reports/ports/store.hpp"

namespace vss::sql {

/// What dashboard and reports read (reports/), the same text on SQLite and PostgreSQL. Thread-safe as
/// Database is.
class ReportsStore final : public Store<reports::Transaction> {
 public:
  ReportsStore(Database& database, JournalContext& context) : database_(database), context_(context) {}

 protected:
  Task<void> RunRead(std::function<void(reports::Transaction&)> work) override;
  Task<void> RunWrite(std::function<void(reports::Transaction&)> work) override;

 private:
  Database& database_;
  JournalContext& context_;
};
}  // namespace vss::sql
