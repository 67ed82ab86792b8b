#pragma once
#include <string>
#include <vector>

#include "adapters/storage_sql/database.hpp"
#include "contracts/journal.hpp"

namespace vss::sql {

/// The dispatcher's side of the outbox: events whose transaction is committed and that nobody has published
/// yet. An event stays until Done names it, so a crash in between publishes it again: consumers are
/// idempotent on its id.
class OutboxReader {
 public:
  explicit OutboxReader(Database& database) : database_(database) {}
  /// The oldest events, at most `limit`, in the order in which they were stored.
  Task<std::vector<Event>> Next(std::size_t limit);
  /// Removes published events by their ids. Idempotent.
  Task<void> Done(std::vector<std::string> ids);

 private:
  Database& database_;
};
}  // namespace vss::sql
