#pragma once
#include <map>
#include <string>

#include "base/async/task_scope.hpp"
#include "base/clock.hpp"
#include "point/ports/store.hpp"

namespace vss::point {

/// The audit of refusals, which happen outside of any change and as often as a stranger likes. The first ones
/// of each kind are written one by one; what goes beyond is counted and written as one line a minute with
/// `"repeated": n`, so that nobody can fill the disk. Lives on the loop.
class RefusalLog {
 public:
  static constexpr std::int64_t kSinglyPerKindAndMinute = 10;  ///< kind: action, address and user name
  static constexpr std::int64_t kSinglyPerMinute = 300;
  static constexpr std::size_t kMaxKinds = 128;  ///< counted apart; the others share a line

  RefusalLog(Store<Transaction>& store, const Clock& clock) : store_(store), clock_(clock) {}

  enum class Admission { kWriteNow, kCounted };
  /// For a refusal that is written in a transaction of its own caller.
  Admission Admit(const AuditEntry& entry);
  /// Returns when it is durable or counted.
  Task<void> Record(AuditEntry entry);
  /// For callers that cannot wait (http::Edge::on_refused). The write runs on `scope`.
  void Note(TaskScope& scope, AuditEntry entry);
  /// Writes what was counted. Called every minute, and at the end.
  Task<void> Flush();

 private:
  struct Counted {
    AuditEntry latest;
    std::int64_t repeated = 0;
  };

  Store<Transaction>& store_;
  const Clock& clock_;
  Instant minute_{};
  std::int64_t written_this_minute_ = 0;
  std::map<std::string, std::int64_t> singly_;
  std::map<std::string, Counted> counted_;
};
}  // namespace vss::point
