#include "adapters/storage_sql/ottb/number_table.hpp"

namespace vss::sql {

// The row that the upsert writes stays locked until the transaction ends, also when this is its first use.
ottb::NumbersInUse SqlNumberTable::LockRange(ottb::TrunkType type) {
  session_.Execute(
      "INSERT INTO number_ranges (type, locks) VALUES ($1, 1) ON CONFLICT (type) DO UPDATE SET locks = "
      "number_ranges.locks + 1",
      {std::string(ToString(type))});
  const ottb::NumberRange range = Describe(type).numbers;
  const std::int64_t first = range.first, last = range.last;
  ottb::NumbersInUse in_use;
  for (const Row& row : session_.Query(
           "SELECT number FROM slots WHERE number BETWEEN $1 AND $2 ORDER BY number", {first, last})) {
    in_use.taken.push_back(static_cast<int>(row.Int(0)));
  }
  for (const Row& row :
       session_.Query("SELECT number, released_at FROM released_numbers WHERE number BETWEEN $1 AND $2",
                      {first, last})) {
    in_use.released.push_back({static_cast<int>(row.Int(0)), row.Time(1)});
  }
  return in_use;
}

void SqlNumberTable::Release(int number, Instant now) {
  session_.Execute(
      "INSERT INTO released_numbers (number, released_at) VALUES ($1, $2) "
      "ON CONFLICT (number) DO UPDATE SET released_at = excluded.released_at",
      {std::int64_t{number}, ToValue(now)});
}

void SqlNumberTable::Take(int number) {
  session_.Execute("DELETE FROM released_numbers WHERE number = $1", {std::int64_t{number}});
}
}  // namespace vss::sql
