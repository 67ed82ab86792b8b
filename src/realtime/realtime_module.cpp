#include "realtime/realtime_module.hpp"

#include "realtime/packets.hpp"

namespace vss::realtime {
namespace {
constexpr std::chrono::milliseconds kLogEvery{500};
constexpr std::chrono::milliseconds kReviewEvery{
    200};  // with the directory's own half second, within a second
}  // namespace

RealtimeModule::RealtimeModule(RealtimeDeps deps, Settings settings)
    : settings_(std::move(settings)),
      metrics_(deps.metrics),
      identities_(deps.tokens, deps.clock),
      hub_(deps.leads, deps.snapshots, deps.clock, settings_, metrics_),
      log_tail_(hub_, deps.snapshots, deps.clock, deps.random),
      services_{hub_, identities_, deps.random, settings_, metrics_, std::move(deps.on_refused)},
      links_(deps.loop, deps.clock, deps.random, settings_, metrics_),
      routes_(links_, services_) {
  deps.metrics.OnScrape([this] {
    links_.Measure();
    hub_.Measure();
  });
}

void RealtimeModule::Subscribe(Bus& bus) {
  bus.Subscribe("realtime", "#", [this](const std::vector<Event>& events) { return hub_.OnEvents(events); });
}

void RealtimeModule::Start(TaskScope& scope) {
  hub_.Start(scope);
  links_.Start(scope);
  scope.Every("realtime rights", kReviewEvery, [this]() -> Task<void> {
    Review();
    co_return;
  });
  scope.Every("realtime log", kLogEvery, [this] { return log_tail_.Look(); });
  scope.Every("realtime recovery", std::chrono::seconds(5), [this]() -> Task<void> {
    hub_.Forget();
    co_return;
  });
}

void RealtimeModule::Review() {
  const Identities::Changes changes = identities_.Review();
  for (const auto& identity : changes.changed) hub_.Reconsider(*identity);
  for (const auto& [identity, reason] : changes.ended) {
    for (const auto& member : hub_.MembersOf(*identity)) {
      if (member->link != nullptr) static_cast<Client&>(member->link->user()).SignOut(reason);
    }
  }
}
}  // namespace vss::realtime
