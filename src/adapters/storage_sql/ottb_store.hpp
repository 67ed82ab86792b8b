#pragma once
#include "adapters/storage_sql/database.hpp"
#include "adapters/storage_sql/sql_journal.hpp"
#include "ottb/ports/store.hpp"

namespace vss::sql {

/// OTTB's tables in SQL, the same text on SQLite and PostgreSQL (ottb/). Thread-safe as Database is.
class OttbStore final : public Store<ottb::Transaction> {
 public:
  /// `do_not_call_key` is that of the hashes on the do-not-call list: the same for every store of one
  /// database.
  OttbStore(Database& database, JournalContext& context, Secret do_not_call_key)
      : database_(database), context_(context), do_not_call_key_(std::move(do_not_call_key)) {}

 protected:
  Task<void> RunRead(std::function<void(ottb::Transaction&)> work) override;
  Task<void> RunWrite(std::function<void(ottb::Transaction&)> work) override;

 private:
  Database& database_;
  JournalContext& context_;
  const Secret do_not_call_key_;
};
}  // namespace vss::sql
