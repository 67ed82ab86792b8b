#pragma once
#include <chrono>

#include "dci/ports/store.hpp"

namespace vss::dci {

struct RetentionSettings {
  std::chrono::days keep{30};
  std::int64_t max_bytes = 256LL * 1024 * 1024;
};

/// Keeps the event log within its age and size. Works in chunks, each a short transaction, so that the writer
/// of the database serves others in between.
class LogRetention {
 public:
  static constexpr std::size_t kChunkLines = 1000;
  static constexpr int kChunksPerRun = 200;  ///< the rest waits for the next run

  LogRetention(Store<Transaction>& store, Clock& clock, RetentionSettings settings)
      : store_(store), clock_(clock), settings_(settings) {}

  /// Removes what is too old, then the oldest while there is too much. Idempotent.
  Task<void> Enforce();

 private:
  Task<std::size_t> RemoveChunk();

  Store<Transaction>& store_;
  Clock& clock_;
  RetentionSettings settings_;
};
}  // namespace vss::dci
