#pragma once
#include "adapters/storage_sql/database.hpp"
#include "adapters/storage_sql/sql_journal.hpp"
#include "point/ports/store.hpp"

namespace vss::sql {

/// POINT's tables in SQL, the same text on SQLite and PostgreSQL (point/). Thread-safe as Database is.
class PointStore final : public Store<point::Transaction> {
 public:
  PointStore(Database& database, JournalContext& context) : database_(database), context_(context) {}

 protected:
  Task<void> RunRead(std::function<void(point::Transaction&)> work) override;
  Task<void> RunWrite(std::function<void(point::Transaction&)> work) override;

 private:
  Database& database_;
  JournalContext& context_;
};
}  // namespace vss::sql
