#include "dci/log/log_writer.hpp"

#include <boost/system/system_error.hpp>

#include "base/log.hpp"
#include "dci/log/log_sources.hpp"

namespace vss::dci {

Task<void> LogWriter::Run() {
  while (true) {
    co_await wakeup_.WaitFor(NextWait());
    co_await Flush();
  }
}

Task<bool> LogWriter::Flush() {
  for (FillBatch(); !batch_.empty(); FillBatch()) {
    if (!co_await WriteBatch()) co_return false;
  }
  co_return true;
}

// A batch that failed is kept as it is, so the line about dropped ones cannot be lost or counted twice.
void LogWriter::FillBatch() {
  if (!batch_.empty()) return;
  batch_ = inbox_.Take(kBatchLines);
  const std::uint64_t dropped = inbox_.TakeDropped();
  if (dropped == 0) return;
  batch_.push_back({.at = clock_.Now(),
                    .module = "DCI",
                    .severity = Severity::kWarning,
                    .message = fmt::format("{} log lines dropped", dropped),
                    .fields = {{"dropped", dropped}}});
}

Task<bool> LogWriter::WriteBatch() {
  Outcome outcome = co_await Write(batch_);
  // One line that the store refuses must not take the others of its batch with it.
  while (outcome == Outcome::kRefused && !batch_.empty()) {
    const Outcome one = co_await Write({batch_.data(), 1});
    if (one == Outcome::kRefused) inbox_.CountDropped(1);
    if (one == Outcome::kAway) outcome = Outcome::kAway;
    if (one != Outcome::kAway) batch_.erase(batch_.begin());
  }
  if (outcome == Outcome::kAway) co_return false;
  batch_.clear();
  failures_ = 0;
  co_return true;
}

Task<LogWriter::Outcome> LogWriter::Write(std::span<const LogLine> lines) {
  try {
    co_await store_.Write([lines](Transaction& tx) { tx.log().Append(lines); });
    co_return Outcome::kStored;
  } catch (const boost::system::system_error&) {
    throw;  // we are asked to stop; Flush() will write what is left
  } catch (const Error& e) {
    NoteFailure(e);
    if (e.code() == ErrorCode::kServiceUnavailable) co_return Outcome::kAway;
  } catch (const std::exception& e) {
    NoteFailure(e);
  }
  co_return Outcome::kRefused;
}

void LogWriter::NoteFailure(const std::exception& e) {
  if (failures_++ > 0) return;
  log::Error(kOwnModule, "the event log cannot be written; lines wait in memory", {{"error", e.what()}});
}

std::chrono::milliseconds LogWriter::NextWait() const {
  return std::min(kLongestRetry, kLongestWait * (1 << std::min(failures_, 5)));
}
}  // namespace vss::dci
