#pragma once
#include <span>

#include "contracts/page.hpp"
#include "contracts/store.hpp"
#include "dci/log/log_line.hpp"

namespace vss::dci {

/// The event log inside one transaction. Every change keeps the volume up to date.
class EventLogTable {
 public:
  virtual ~EventLogTable() = default;
  /// Stores the line as it is and gives it its id.
  virtual StoredLogLine Insert(const LogLine& line) = 0;
  /// Stores the lines in their order; one whose event_id is there already is left out, so repeating is
  /// harmless.
  virtual void Append(std::span<const LogLine> lines) = 0;
  /// Sorted by `at`. With a filter `total` counts no further than kCountedLines. With `filter.text` a request
  /// looks through a bounded part of the log only: its page may be short or empty and yet have a `next`,
  /// which looks further, and `total` is of that part.
  virtual Page<StoredLogLine> List(const LogFilter& filter, const PageRequest& page) = 0;
  virtual LogVolume Volume() = 0;
  /// Removes at most `max_lines` of those that are older than `cutoff`; says how many.
  virtual std::size_t RemoveBefore(Instant cutoff, std::size_t max_lines) = 0;
  /// Removes the oldest `max_lines`; says how many there were.
  virtual std::size_t RemoveOldest(std::size_t max_lines) = 0;

  /// Counting every match of a filter would read the whole log; nobody pages that far.
  static constexpr std::int64_t kCountedLines = 100'000;
};

class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual EventLogTable& log() = 0;
};
}  // namespace vss::dci
