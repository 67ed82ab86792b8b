#include "dci/log/log_inbox.hpp"

namespace vss::dci {
namespace {
constexpr std::size_t kBytesPerLine = 96;  // the numbers, the index entries and the row's own header

std::size_t SizeOf(const json::value& value) {
  switch (value.kind()) {
    case json::kind::string:
      return value.get_string().size() + 2;
    case json::kind::array: {
      std::size_t sum = 2;
      for (const json::value& item : value.get_array()) sum += SizeOf(item) + 1;
      return sum;
    }
    case json::kind::object: {
      std::size_t sum = 2;
      for (const auto& [key, item] : value.get_object()) sum += key.size() + SizeOf(item) + 4;
      return sum;
    }
    default:
      return 8;
  }
}
}  // namespace

std::size_t SizeOf(const LogLine& line) {
  std::size_t sum = kBytesPerLine + line.module.size() + line.message.size();
  for (const auto& [key, item] : line.fields) sum += key.size() + SizeOf(item) + 4;
  for (const auto* text : {&line.event_id, &line.f_flow, &line.request_id, &line.username})
    sum += *text ? (*text)->size() : 0;
  return sum;
}

LogInbox::LogInbox(Limits limits, std::size_t batch, std::function<void()> on_batch)
    : limits_(limits), batch_(batch), on_batch_(std::move(on_batch)) {}

void LogInbox::Push(LogLine line) {
  const std::size_t bytes = SizeOf(line);
  bool batch_complete = false;
  {
    const std::lock_guard lock(mutex_);
    if (lines_.size() >= limits_.lines || bytes_ + bytes > limits_.bytes) {
      ++dropped_, ++dropped_total_;
      return;
    }
    lines_.push_back(std::move(line));
    bytes_ += bytes;
    batch_complete = lines_.size() == batch_;
  }
  if (batch_complete) on_batch_();
}

std::vector<LogLine> LogInbox::Take(std::size_t max) {
  const std::lock_guard lock(mutex_);
  std::vector<LogLine> taken;
  taken.reserve(std::min(max, lines_.size()));
  while (!lines_.empty() && taken.size() < max) {
    bytes_ -= SizeOf(lines_.front());
    taken.push_back(std::move(lines_.front()));
    lines_.pop_front();
  }
  return taken;
}

std::uint64_t LogInbox::TakeDropped() {
  const std::lock_guard lock(mutex_);
  return std::exchange(dropped_, 0);
}

void LogInbox::CountDropped(std::uint64_t lines) {
  const std::lock_guard lock(mutex_);
  dropped_ += lines, dropped_total_ += lines;
}

std::size_t LogInbox::size() const {
  const std::lock_guard lock(mutex_);
  return lines_.size();
}

std::uint64_t LogInbox::dropped_total() const {
  const std::lock_guard lock(mutex_);
  return dropped_total_;
}
}  // namespace vss::dci
