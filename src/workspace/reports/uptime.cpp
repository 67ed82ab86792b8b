#include "workspace/reports/uptime.hpp"

namespace vss::reports {
namespace {
constexpr std::chrono::seconds kEvery{20};  // well within the minute that is the shortest interval shown
constexpr std::chrono::days kKeep{8};
}  // namespace

void Uptime::Start(TaskScope& scope) {
  scope.Spawn("first sign of life", Note());
  scope.Every("sign of life", kEvery, [this] { return Note(); });
}

Task<void> Uptime::Note() {
  const Instant now = clock_.Now();
  co_await store_.Write([&](Transaction& tx) {
    tx.uptime().Note(started_, now);
    tx.uptime().DeleteBefore(now - kKeep);
  });
}
}  // namespace vss::reports
