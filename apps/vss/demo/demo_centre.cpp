#include "demo/demo_centre.hpp"

#include <set>

#include "base/error.hpp"
#include "base/log.hpp"
#include "demo/demo_history.hpp"
#include "demo/demo_people.hpp"
#include "demo/demo_plan.hpp"

namespace vss::demo {
namespace {
constexpr std::size_t kSeatPasswordLength = 40;
constexpr std::size_t kCallsAtOnce = 1000;
constexpr std::uint32_t kSeed = 20;  // of the history: every demo has the same, up to the day it was made on

Caller DemoCaller() {
  return {
      .principal = {.username = "demo",
                    .role = "admin",
                    .permissions = std::make_shared<PermissionSet>(PermissionSet::Parse({{"all", true}}))},
      .address = "local",
      .request_id = "demo"};
}
}  // namespace

DemoCentre::DemoCentre(DemoParts parts) : parts_(parts), store_(parts.database), caller_(DemoCaller()) {}

Task<void> DemoCentre::MakeUsers(std::vector<DemoAccount> accounts) {
  for (const DemoAccount& account : accounts) {
    const auto known = co_await parts_.users.List({.username = account.username}, {.limit = 1});
    if (!known.items.empty()) continue;
    co_await parts_.users.Create(caller_, {.username = account.username,
                                           .password = account.password,
                                           .email = std::nullopt,
                                           .role = account.role});
  }
}

Task<void> DemoCentre::MakeTrunks() {
  for (const DemoTrunk& plan : kTrunks) {
    const ottb::Trunk trunk = co_await GetTrunk(plan);
    co_await MakeSlots(trunk, plan);
  }
}

Task<ottb::Trunk> DemoCentre::GetTrunk(const DemoTrunk& plan) {
  const auto found = co_await parts_.trunks.List({.q = std::string(plan.name)}, {.limit = 1000});
  for (const ottb::Trunk& trunk : found.items)
    if (trunk.name == plan.name) co_return trunk;
  co_return co_await parts_.trunks.Create(
      caller_, {.name = std::string(plan.name), .type = plan.type, .capacity = plan.capacity});
}

Task<void> DemoCentre::MakeSlots(const ottb::Trunk& trunk, const DemoTrunk& plan) {
  const auto there = co_await parts_.slots.List({.trunk_id = trunk.id}, {.limit = 1000});
  std::set<std::string> devices;
  for (const ottb::Slot& slot : there.items) devices.insert(slot.device_id);
  for (int i = 1; i <= plan.slots && static_cast<std::int64_t>(devices.size()) < trunk.capacity; ++i) {
    const std::string device = fmt::format("{}{:02}", plan.device, i);
    if (!devices.insert(device).second) continue;
    co_await parts_.slots.Create(caller_, {trunk.id, plan.type, device});
  }
}

Task<void> DemoCentre::MakeFirstSeat() {
  const auto known = co_await parts_.users.List({.username = SeatOf(0)}, {.limit = 1});
  if (!known.items.empty()) co_return;
  co_await parts_.users.Create(caller_, {.username = SeatOf(0),
                                         .password = Secret(parts_.random.Password(kSeatPasswordLength)),
                                         .email = std::nullopt,
                                         .role = "operator"});
}

Task<HistoryCast> DemoCentre::Cast() {
  HistoryCast cast{.first_seat = SeatOf(0)};
  for (const ottb::Slot& slot : (co_await parts_.slots.List({}, {.limit = 1000})).items)
    (slot.type == ottb::TrunkType::kAuto ? cast.robot_lines : cast.seat_lines).push_back(slot);
  for (const Principal& seller : (co_await store_.Staff()).sellers) cast.sellers.push_back(seller.user_id);
  co_return cast;
}

// In many short transactions, so that lines that register meanwhile do not wait. The plan is the same after a
// stop in between, and goes on with the first call that is missing.
Task<void> DemoCentre::MakeHistory() {
  const auto progress = co_await store_.ReadProgress();
  const HistoryPlan plan = PlanHistory({.seats = kSeats, .leads = kPeople}, progress.made_at, kSeed);
  const bool fresh = progress.leads == 0 && progress.calls == 0;
  const bool cut = progress.leads == kPeople && progress.calls < std::ssize(plan.calls);
  if (!fresh && !cut) co_return;
  co_await MakeFirstSeat();
  const HistoryCast cast = co_await Cast();
  if (cast.robot_lines.empty() || cast.seat_lines.empty()) co_return;
  const Steady began = parts_.clock.SteadyNow();
  if (fresh) {
    co_await parts_.database.Write([&](sql::Session& session) {
      StorePeople(session, cast, plan, parts_.random, progress.made_at);
      return true;
    });
  }
  for (auto first = static_cast<std::size_t>(progress.calls); first < plan.calls.size();
       first += kCallsAtOnce) {
    co_await parts_.database.Write([&](sql::Session& session) {
      StoreCalls(session, cast, plan, parts_.random, first,
                 std::min(kCallsAtOnce, plan.calls.size() - first));
      return true;
    });
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(parts_.clock.SteadyNow() - began);
  log::Info("DEMO", "made three weeks of the demo centre",
            {{"calls", plan.calls.size()}, {"leads", plan.leads.size()}, {"took_ms", took.count()}});
}
}  // namespace vss::demo
