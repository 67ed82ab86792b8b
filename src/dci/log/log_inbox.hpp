#pragma once
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

#include "dci/log/log_line.hpp"

namespace vss::dci {

/// Where log lines of every thread wait for the writer. Bounded in lines and bytes: what does not fit is
/// dropped and counted, because logging must never hold up a call. The one thing of DCI that several threads
/// touch.
class LogInbox {
 public:
  struct Limits {
    std::size_t lines = 20'000;
    std::size_t bytes = 16 * 1024 * 1024;
  };
  /// `on_batch` is called, on the thread that pushes, when `batch` lines have come together.
  LogInbox(Limits limits, std::size_t batch, std::function<void()> on_batch);

  void Push(LogLine line);
  /// The oldest lines, at most `max`.
  std::vector<LogLine> Take(std::size_t max);
  /// How many were dropped since the last call.
  std::uint64_t TakeDropped();

  /// Counts a line that was lost after it was taken, too.
  void CountDropped(std::uint64_t lines);
  std::size_t size() const;
  std::uint64_t dropped_total() const;

 private:
  const Limits limits_;
  const std::size_t batch_;
  const std::function<void()> on_batch_;
  mutable std::mutex mutex_;
  std::deque<LogLine> lines_;
  std::size_t bytes_ = 0;
  std::uint64_t dropped_ = 0, dropped_total_ = 0;
};

/// About what a line takes in memory and in the table.
std::size_t SizeOf(const LogLine& line);
}  // namespace vss::dci
