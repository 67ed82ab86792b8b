#include "point/auth/refusal_log.hpp"

#include "base/log.hpp"

namespace vss::point {
namespace {
std::string KindOf(const AuditEntry& entry) {
  return fmt::format("{}\n{}\n{}", entry.action, entry.address, entry.username);
}
}  // namespace

RefusalLog::Admission RefusalLog::Admit(const AuditEntry& entry) {
  const auto minute = std::chrono::floor<std::chrono::minutes>(clock_.Now());
  if (minute != minute_) {
    minute_ = minute;
    written_this_minute_ = 0;
    singly_.clear();
  }
  const std::string kind = KindOf(entry);
  // The map holds no more kinds than lines may be written, because only written ones enter it.
  const auto singly = singly_.find(kind);
  const bool often = singly != singly_.end() && singly->second >= kSinglyPerKindAndMinute;
  if (!often && written_this_minute_ < kSinglyPerMinute) {
    ++singly_[kind];
    ++written_this_minute_;
    return Admission::kWriteNow;
  }
  const bool own_line = counted_.contains(kind) || counted_.size() < kMaxKinds;
  Counted& counted = counted_[own_line ? kind : std::string()];
  counted.latest = entry;
  if (!own_line) {
    counted.latest.action = "refusals.other";
    counted.latest.username.clear();
    counted.latest.user_id.reset();
    counted.latest.target.clear();
    counted.latest.detail.clear();
  }
  ++counted.repeated;
  return Admission::kCounted;
}

Task<void> RefusalLog::Record(AuditEntry entry) {
  entry.success = false;
  if (Admit(entry) == Admission::kCounted) co_return;
  co_await store_.Write([&](Transaction& tx) { tx.journal().Audit(entry); });
}

void RefusalLog::Note(TaskScope& scope, AuditEntry entry) {
  entry.success = false;
  if (Admit(entry) == Admission::kCounted) return;
  auto write = [](Store<Transaction>& store, AuditEntry line) -> Task<void> {
    co_await store.Write([&](Transaction& tx) { tx.journal().Audit(line); });
  };
  scope.Spawn("audit of a refusal", write(store_, std::move(entry)));
}

Task<void> RefusalLog::Flush() {
  if (counted_.empty()) co_return;
  const std::map<std::string, Counted> lines = std::exchange(counted_, {});
  co_await store_.Write([&](Transaction& tx) {
    for (const auto& [kind, counted] : lines) {
      AuditEntry entry = counted.latest;
      entry.detail["repeated"] = counted.repeated;
      tx.journal().Audit(std::move(entry));
    }
  });
}
}  // namespace vss::point
