#include "realtime/snapshots.hpp"

#include "base/async/loop.hpp"
#include "base/error.hpp"

namespace vss::realtime {
namespace {
constexpr int kMaxReading = 4;
constexpr std::size_t kMaxPages = 400;  // 200,000 items
constexpr std::chrono::seconds kLongestWait{10};
constexpr std::chrono::milliseconds kFresh{1000}, kGlance{5};

class Reading {
 public:
  explicit Reading(int& count) : count_(count) { ++count_; }
  ~Reading() { --count_; }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

 private:
  int& count_;
};
}  // namespace

// After a restart all clients ask at once: those who had to wait find what the first ones read.
Task<std::shared_ptr<const Snapshots::Parts>> Snapshots::Get(Topic topic, Principal principal, Rows rows) {
  const auto index = static_cast<std::size_t>(topic);
  const Steady until = clock_.SteadyNow() + kLongestWait;
  while (true) {
    if (auto fresh = rows == Rows::kShared ? FindFresh(topic) : nullptr) co_return fresh;
    if (reading_ < kMaxReading) break;
    if (clock_.SteadyNow() > until)
      throw Error(ErrorCode::kServiceUnavailable, "too many ask for a snapshot at once; try again")
          .RetryAfter(std::chrono::seconds(5));
    co_await SleepFor(kGlance);
  }
  const Reading guard(reading_);
  const std::uint64_t version = version_[index];
  auto parts = co_await Read(topic, principal);
  if (rows == Rows::kShared && version == version_[index]) cached_[index] = {parts, clock_.SteadyNow()};
  co_return parts;
}

Task<std::shared_ptr<const Snapshots::Parts>> Snapshots::Read(Topic topic, const Principal& principal) {
  auto parts = std::make_shared<Parts>();
  std::string next;
  do {
    SnapshotSource::Page page = co_await source_.Read(topic, principal, std::move(next));
    parts->push_back(std::move(page.items));
    next = std::move(page.next);
  } while (!next.empty() && parts->size() < kMaxPages);
  co_return parts;
}

std::shared_ptr<const Snapshots::Parts> Snapshots::FindFresh(Topic topic) const {
  const Cached& cached = cached_[static_cast<std::size_t>(topic)];
  return cached.parts && clock_.SteadyNow() - cached.at < kFresh ? cached.parts : nullptr;
}

void Snapshots::Outdate(TopicSet topics) {
  for (std::size_t i = 0; i < kTopics; ++i) {
    if ((topics >> i & 1U) == 0) continue;
    ++version_[i];
    cached_[i].parts.reset();
  }
}
}  // namespace vss::realtime
