#include "dci/log/log_retention.hpp"

namespace vss::dci {

Task<void> LogRetention::Enforce() {
  for (int chunk = 0; chunk < kChunksPerRun; ++chunk) {
    if (co_await RemoveChunk() == 0) break;
  }
}

Task<std::size_t> LogRetention::RemoveChunk() {
  const Instant cutoff = clock_.Now() - settings_.keep;
  co_return co_await store_.Write([cutoff, max_bytes = settings_.max_bytes](Transaction& tx) -> std::size_t {
    if (const std::size_t old = tx.log().RemoveBefore(cutoff, kChunkLines); old > 0) return old;
    return tx.log().Volume().bytes > max_bytes ? tx.log().RemoveOldest(kChunkLines) : 0;
  });
}
}  // namespace vss::dci
