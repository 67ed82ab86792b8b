#pragma once
#include "base/random.hpp"
#include "realtime/hub.hpp"

namespace vss::realtime {

/// New lines of the log as `log.line`, while somebody listens. The log stores its lines in batches, so they
/// are looked for twice a second; of more than a page at once the newest come.
class LogTail {
 public:
  LogTail(Hub& hub, SnapshotSource& source, const Clock& clock, Random& random)
      : hub_(hub), source_(source), clock_(clock), random_(random) {}

  Task<void> Look();

 private:
  Event EventOf(const json::object& line) const;

  Hub& hub_;
  SnapshotSource& source_;
  const Clock& clock_;
  Random& random_;
  std::int64_t last_ = 0;  ///< id of the newest line that was told; 0: nobody listened
};
}  // namespace vss::realtime
