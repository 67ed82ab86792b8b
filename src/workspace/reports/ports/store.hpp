#pragma once
#include <map>
#include <vector>

#include "contracts/call_totals.hpp"
#include "contracts/journal.hpp"
#include "contracts/scope.hpp"
#include "contracts/store.hpp"

/// What dashboard and reports ask of the storage. Every method runs inside one transaction, on a database
/// thread.
namespace vss::reports {

struct PeriodNumbers {
  std::string period;
  CallNumbers numbers;
};
struct KeyNumbers {
  std::string key, name;
  CallNumbers numbers;
};

/// Sums of call records (contracts/call_totals.hpp).
class TotalsTable {
 public:
  virtual ~TotalsTable() = default;
  /// Of all calls, for each period from `first` to `last` that has any, in their order.
  virtual std::vector<PeriodNumbers> Periods(TotalSpan span, const std::string& first,
                                             const std::string& last) = 0;
  /// Over the periods from `first` to `last`, for each key.
  virtual std::vector<KeyNumbers> Keys(TotalScope scope, TotalSpan span, const std::string& first,
                                       const std::string& last) = 0;
  /// False while records of before the sums were kept are still being counted.
  virtual bool Complete() = 0;
};

struct RunningCalls {
  std::string state;
  std::int64_t hour = 0;  ///< of its order, since the beginning of the day; negative: before
  std::int64_t calls = 0;
};
/// Records that are alike.
struct OwnCalls {
  std::int64_t hour = 0;  ///< of the orders, since the beginning of the day
  std::string cause;
  CallNumbers numbers;
};

struct QuarterCalls {
  Instant from;
  CallNumbers numbers;
};

/// Calls as they are now. All of it through indexes: what runs, and what began a while ago.
class CallsView {
 public:
  virtual ~CallsView() = default;
  virtual std::vector<RunningCalls> Running(const RowScope& scope, Instant day) = 0;
  /// How many were ordered in each of the `steps` intervals of `step` from `from` on.
  virtual std::vector<std::int64_t> Ordered(const RowScope& scope, Instant from, std::chrono::seconds step,
                                            std::size_t steps) = 0;
  /// Records of the day that began at `day`.
  virtual std::vector<OwnCalls> Own(const RowScope& scope, Instant day) = 0;
  /// Records of calls from `from` until `to`, for each quarter of an hour that has any: the clocks of all
  /// time zones change days at one.
  virtual std::vector<QuarterCalls> Quarters(const RowScope& scope, Instant from, Instant to) = 0;
  /// The same for each user, slot or campaign.
  virtual std::vector<KeyNumbers> Keys(const RowScope& scope, TotalScope key, Instant from, Instant to) = 0;
};

struct SlotGroup {
  std::int64_t trunk_id = 0;
  std::string type, state;
  std::int64_t slots = 0;
};
struct TrunkLine {
  std::int64_t id = 0;
  std::string name, type;
  std::int64_t capacity = 0;
};
struct TroubledSlot {
  std::int64_t id = 0, number = 0;
  std::string state, reason;
};
struct RecordingSum {
  std::int64_t recordings = 0, bytes = 0;
};
struct SlotAge {
  std::int64_t id = 0, number = 0;
  Instant created_at;
};

/// What there is: small tables, bounded by the plan of numbers, and sums.
class CentreView {
 public:
  virtual ~CentreView() = default;
  virtual std::vector<SlotGroup> Slots() = 0;
  virtual std::vector<TrunkLine> Trunks(std::size_t limit) = 0;
  /// In FAULT or DEGRADED, or MF and LS lines that wait for their telephone; longest first.
  virtual std::vector<TroubledSlot> Troubled(std::size_t limit) = 0;
  virtual std::vector<SlotAge> SlotAges() = 0;
  virtual std::int64_t Registrations() = 0;
  virtual RecordingSum Recordings() = 0;
  virtual std::map<std::string, std::int64_t> LeadsByStatus(const RowScope& scope) = 0;
};

struct RunPeriod {
  Instant from, to;
};

/// When the platform ran.
class UptimeTable {
 public:
  virtual ~UptimeTable() = default;
  /// The run that began at `started` goes on at `now`.
  virtual void Note(Instant started, Instant now) = 0;
  /// Runs that went on after `from`, in their order.
  virtual std::vector<RunPeriod> Since(Instant from) = 0;
  virtual void DeleteBefore(Instant at) = 0;
};

class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual TotalsTable& totals() = 0;
  virtual CallsView& calls() = 0;
  virtual CentreView& centre() = 0;
  virtual UptimeTable& uptime() = 0;
  virtual Journal& journal() = 0;
};
}  // namespace vss::reports
