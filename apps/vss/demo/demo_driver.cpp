#include "demo/demo_driver.hpp"

#include "base/error.hpp"
#include "base/log.hpp"
#include "demo/demo_people.hpp"
#include "demo/demo_plan.hpp"

namespace vss::demo {
namespace {
constexpr std::chrono::seconds kStep{1};
constexpr std::size_t kMostCalls = 8;  // at a time
constexpr int kFewest = 3, kMost = 8;  // steps between two calls
constexpr int kStaffEvery = 60;        // steps
constexpr std::int64_t kMostRecordedBytes = 200'000'000;

// Who was talked to moves on; nobody is ever through with all of them, so that there is always somebody to
// call.
std::optional<crm::LeadStatus> NextStatus(std::string_view status, int roll) {
  using enum crm::LeadStatus;
  if (status == "new" || status == "lost") return kContacted;
  if (status == "contacted") return roll < 50 ? kQualified : roll < 85 ? kCallback : kLost;
  if (status == "callback") return kQualified;
  if (status == "qualified") return roll < 40 ? kWon : kCallback;
  return std::nullopt;
}

Principal Dialler() {
  return {.username = std::string(kDialler),
          .role = "demo",
          .permissions = std::make_shared<PermissionSet>(PermissionSet::Parse({{"calls", true}})),
          .scopes = ScopeSet::Everything()};
}
}  // namespace

DemoDriver::DemoDriver(DemoParts parts)
    : parts_(parts), centre_(parts), store_(parts.database), dice_(std::random_device{}()) {}

void DemoDriver::Start(TaskScope& scope) { scope.Spawn("demo", Run()); }

Task<void> DemoDriver::Run() {
  co_await centre_.MakeTrunks();
  co_await centre_.MakeHistory();
  log::Info("DEMO", "the demo centre calls its leads on the test exchange");
  while (true) {
    co_await SleepFor(kStep);
    try {
      co_await Step();
    } catch (const Error& error) {
      // Somebody uses the demo: lines are taken, limits are reached, leads are deleted. The next step goes
      // on.
      log::Debug("DEMO", "a step of the demo came to nothing", {{"error", error.message()}});
    }
  }
}

Task<void> DemoDriver::Step() {
  if (--until_staff_ <= 0) {
    staff_ = co_await store_.Staff();
    until_staff_ = kStaffEvery;
  }
  const auto running = running_;
  for (const auto& [id, call] : running) co_await LookAfter(id, call);
  if (--until_next_ > 0) co_return;
  until_next_ = kFewest + Roll(kMost - kFewest + 1);
  co_await Place();
}

Task<void> DemoDriver::LookAfter(ottb::CallId id, Tracked tracked) {
  const Caller caller = CallerOf(tracked.caller);
  ottb::Call call;
  try {
    call = co_await parts_.calls.Get(caller, id);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kNotFound) running_.erase(id);
    throw;
  }
  if (call.ended_at) {
    running_.erase(id);
    co_await FollowUp(call, tracked);
    co_return;
  }
  const Instant now = parts_.clock.Now();
  const bool enough =
      call.answered_at ? now - *call.answered_at >= tracked.talk : now - call.started_at >= tracked.patience;
  if (enough) co_await parts_.calls.End(caller, id, "demo");
}

Task<void> DemoDriver::FollowUp(const ottb::Call& call, const Tracked& tracked) {
  if (!call.answered_at || tracked.caller.user_id.empty() || Roll(100) >= 40) co_return;
  const Caller caller = CallerOf(tracked.caller);
  co_await parts_.notes.Create(caller,
                               {.call_id = call.id.value,
                                .lead_id = tracked.lead.id,
                                .text = NoteOf(tracked.lead.name, static_cast<unsigned>(Roll(1000)))});
  if (const auto next = NextStatus(tracked.lead.status, Roll(100)))
    co_await parts_.leads.Update(caller, tracked.lead.id, {.status = *next});
}

Task<void> DemoDriver::Place() {
  const ottb::PbxStatus pbx = parts_.pbx.Status();
  if (!pbx.up || !pbx.test_exchange || running_.size() >= kMostCalls) co_return;
  const auto lead = co_await store_.LeadAt(dice_());
  if (!lead || IsBeingCalled(lead->phone)) co_return;
  const Principal caller = ChooseCaller();
  const bool by_machine = caller.user_id.empty();
  const bool record = co_await MayRecord();
  const ottb::Call call = co_await parts_.calls.Start(
      CallerOf(caller), {.slot_type = by_machine ? std::optional(ottb::TrunkType::kAuto) : std::nullopt,
                         .phone_number = lead->phone,
                         .lead_id = lead->id,
                         .record = record});
  running_[call.id] = {.caller = caller,
                       .lead = *lead,
                       .patience = std::chrono::seconds(20 + Roll(60)),
                       .talk = std::chrono::seconds(5 + Roll(36))};
}

Principal DemoDriver::ChooseCaller() {
  if (staff_.seats.empty() || Roll(100) < 45) return Dialler();
  return staff_.seats[static_cast<std::size_t>(Roll(static_cast<int>(staff_.seats.size())))];
}

// The record of a call that was just placed may not be there yet.
bool DemoDriver::IsBeingCalled(std::string_view phone) const {
  return std::ranges::any_of(running_, [&](const auto& entry) { return entry.second.lead.phone == phone; });
}

// Some, so that there is something to hear; not so many that a disk fills up while nobody looks.
Task<bool> DemoDriver::MayRecord() {
  if (Roll(4) != 0) co_return false;
  co_return co_await store_.RecordingBytes() < kMostRecordedBytes;
}

int DemoDriver::Roll(int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(dice_); }

Caller DemoDriver::CallerOf(Principal principal) const {
  return {.principal = std::move(principal), .address = "local", .request_id = "demo"};
}
}  // namespace vss::demo
