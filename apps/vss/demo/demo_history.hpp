#pragma once
#include <string>
#include <vector>

#include "adapters/storage_sql/database.hpp"
#include "base/random.hpp"
#include "demo/demo_history_plan.hpp"
#include "ottb/slots/slot.hpp"

/// The planned history as rows of the database: what reports, lists and timelines show of it is what they
/// would show of calls that were placed.
namespace vss::demo {

/// Who and what the centre consists of already.
struct HistoryCast {
  std::vector<ottb::Slot> seat_lines, robot_lines;
  std::vector<std::string> sellers;  ///< users' ids
  std::string first_seat;            ///< the user name of a seat that exists; the others are made like it
};

/// Stores users for the seats and the leads.
void StorePeople(sql::Session& session, const HistoryCast& cast, const HistoryPlan& plan, Random& random,
                 Instant now);

/// Stores `count` of the plan's calls from the `first` one on, with their records, sums and notes; the people
/// are there.
void StoreCalls(sql::Session& session, const HistoryCast& cast, const HistoryPlan& plan, Random& random,
                std::size_t first, std::size_t count);
}  // namespace vss::demo
