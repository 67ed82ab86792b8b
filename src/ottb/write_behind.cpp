#include "ottb/write_behind.hpp"

#include <boost/system/system_error.hpp>

#include "base/error.hpp"
#include "base/log.hpp"

namespace vss::ottb {
namespace {
constexpr std::size_t kBatch = 64;
constexpr std::chrono::milliseconds kFirstBackoff{50}, kLastBackoff{2000}, kIdle{3'600'000};
}  // namespace

WriteBehind::WriteBehind(Loop& loop, std::string what, Write write)
    : what_(std::move(what)), write_(std::move(write)), wakeup_(loop) {}

void WriteBehind::Touch(Key key) {
  touched_.insert(key);
  wakeup_.Notify();
}

void WriteBehind::Slower() { backoff_ = std::clamp(backoff_ * 2, kFirstBackoff, kLastBackoff); }

Task<void> WriteBehind::Run() {
  for (;;) {
    if (away_) {
      co_await SleepFor(backoff_);
    } else if (touched_.empty()) {
      co_await wakeup_.WaitFor(failed_.empty() ? kIdle : backoff_);
    }
    if (!touched_.empty()) co_await WriteTouched();
    if (!away_ && !failed_.empty() && std::chrono::steady_clock::now() >= retry_at_) co_await WriteFailed();
  }
}

Task<void> WriteBehind::WriteTouched() {
  std::vector<Key> keys;
  while (keys.size() < kBatch && !touched_.empty()) {
    keys.push_back(touched_.extract(touched_.begin()).value());
    failed_.erase(keys.back());
  }
  const Outcome outcome = co_await TryWrite(keys);
  away_ = outcome == Outcome::kAway;
  // Without a database all fail alike, and go together again; else each shows by itself whether it is the
  // one.
  if (outcome == Outcome::kAway) touched_.insert(keys.begin(), keys.end());
  if (outcome == Outcome::kRefused) failed_.insert(keys.begin(), keys.end());
  if (outcome != Outcome::kWritten) {
    Slower();
  } else if (failed_.empty()) {
    backoff_ = std::chrono::milliseconds(0);
  }
}

Task<void> WriteBehind::WriteFailed() {
  const std::set<Key> keys = std::exchange(failed_, {});
  for (const Key key : keys) {
    if (touched_.contains(key)) continue;
    if (co_await TryWrite({key}) != Outcome::kWritten) failed_.insert(key);
  }
  if (failed_.empty()) co_return;
  Slower();
  retry_at_ = std::chrono::steady_clock::now() + backoff_;
}

Task<WriteBehind::Outcome> WriteBehind::TryWrite(std::vector<Key> keys) {
  const std::size_t count = keys.size();
  std::string problem;
  in_flight_ = count;
  try {
    co_await write_(std::move(keys));
    in_flight_ = 0;
    co_return Outcome::kWritten;
  } catch (const boost::system::system_error&) {
    throw;  // cancelled
  } catch (const Error& error) {
    in_flight_ = 0;
    if (error.code() == ErrorCode::kServiceUnavailable) co_return Outcome::kAway;
    problem = error.internal().empty() ? error.message() : error.internal();
  } catch (const std::exception& error) {
    problem = error.what();
  }
  in_flight_ = 0;
  log::Error("OTTB", "could not be stored, will be tried again",
             {{"what", what_}, {"count", count}, {"error", problem}});
  co_return Outcome::kRefused;
}

Task<bool> WriteBehind::Drain(std::chrono::milliseconds grace) {
  const auto until = std::chrono::steady_clock::now() + grace;
  while (pending() > 0 && std::chrono::steady_clock::now() < until) {
    co_await SleepFor(std::chrono::milliseconds(5));
  }
  co_return pending() == 0;
}
}  // namespace vss::ottb
