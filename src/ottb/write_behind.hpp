#pragma once
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/async/wakeup.hpp"
#include "base/clock.hpp"

namespace vss::ottb {

/// Keeps the database up with things that change in memory. Whoever changed something touches its key; soon
/// after, the keys that were touched are written together, in one transaction. What cannot be written stays
/// touched and is tried again, slower and slower: alone, so that one bad key does not hold up the others.
/// Lives on one loop.
class WriteBehind {
 public:
  using Key = std::int64_t;
  /// Writes what `keys` are now, all or nothing.
  using Write = std::function<Task<void>(std::vector<Key> keys)>;

  WriteBehind(Loop& loop, std::string what, Write write);

  void Touch(Key key);
  /// Writes for as long as it is not cancelled.
  Task<void> Run();
  /// Waits until nothing is left to write, at most `grace`; says whether that was so. Run() must be running.
  Task<bool> Drain(std::chrono::milliseconds grace);

  std::size_t pending() const { return touched_.size() + failed_.size() + in_flight_; }

 private:
  enum class Outcome : std::uint8_t { kWritten, kRefused, kAway };
  Task<Outcome> TryWrite(std::vector<Key> keys);
  Task<void> WriteTouched();
  Task<void> WriteFailed();
  void Slower();

  const std::string what_;
  const Write write_;
  Wakeup wakeup_;
  std::set<Key> touched_;  ///< to be written together
  std::set<Key> failed_;   ///< to be written alone, from retry_at_ on
  std::size_t in_flight_ = 0;
  bool away_ = false;  ///< the database is
  std::chrono::milliseconds backoff_{0};
  Steady retry_at_;
};
}  // namespace vss::ottb
