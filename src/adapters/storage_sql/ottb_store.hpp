#pragma once
#include "adapters/storage_sql/database.hpp"
#include "adapters/storage_sql/sql_journal.hpp"
#include "ottb/ports/store.hpp"

namespace vss::sql {

/// OTTB's tables in SQL, the same text on SQLite and PostgreSQL (ottb/). Thread-safe as Database is.
class OttbStore final : public Store<ottb::Transaction> {
 public:
  OttbStore(Database& database, JournalContext& context) : database_(database), context_(context) {}

 protected:
  Task<void> RunRead(std::function<void(ottb::Transaction&)> work) override;
  Task<void> RunWrite(std::function<void(ottb::Transaction&)> work) override;

 private:
  Database& database_;
  JournalContext& context_;
};
}  // namespace vss::sql
