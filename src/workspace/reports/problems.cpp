#include "workspace/reports/problems.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace vss::reports {
namespace {
constexpr std::chrono::milliseconds kSlowRead{500};
constexpr std::size_t kLongQueue = 500;
constexpr std::chrono::seconds kOutboxLag{30};
constexpr double kLowDiskPct = 10, kFullDiskPct = 3;  // free
constexpr std::size_t kSlotsNamed = 5;
constexpr std::int64_t kFewestLinesToRunOut =
    3;  // one or two are somebody's telephones, and in use when they talk

std::string LinkTo(std::string_view page, std::int64_t id) { return fmt::format("/{}/{}", page, id); }

class Finder {
 public:
  Finder(const Dashboard& dashboard, const PlatformState& platform)
      : dashboard_(dashboard), centre_(*dashboard.centre), platform_(platform) {}

  std::vector<Problem> Find() {
    Database();
    Outbox();
    Pbx();
    Disk();
    Troubled("FAULT", "slot_fault", Severity::kFault);
    Troubled("DEGRADED", "slot_degraded", Severity::kWarning);
    NoneReady();
    WaitingForPhones();
    Trunks();
    CutCalls();
    RecordBasis();
    std::vector<Problem> sorted;
    for (const Severity severity : {Severity::kFault, Severity::kWarning})
      std::ranges::copy_if(found_, std::back_inserter(sorted),
                           [&](const Problem& problem) { return problem.severity == severity; });
    return sorted;
  }

 private:
  void Database() {
    const auto& database = platform_.database;
    if (!database.healthy) {
      Add({"database_down",
           Severity::kFault,
           "the database takes no changes: " + database.problem,
           std::nullopt,
           {{"reason", database.problem}}});
    } else if (dashboard_.read_took > kSlowRead ||
               std::max(database.read_queue, database.write_queue) > kLongQueue) {
      Add({"database_slow",
           Severity::kWarning,
           fmt::format("the database is slow: {} ms for this page, {} reads and {} changes wait",
                       dashboard_.read_took.count(), database.read_queue, database.write_queue),
           std::nullopt,
           {{"read_ms", dashboard_.read_took.count()},
            {"read_queue", database.read_queue},
            {"write_queue", database.write_queue}}});
    }
  }

  void Outbox() {
    const auto lag = std::chrono::duration_cast<std::chrono::seconds>(platform_.outbox.lag);
    if (lag <= kOutboxLag) return;
    Add({"outbox_lag",
         Severity::kFault,
         fmt::format("events are published {} s late", lag.count()),
         "/logs",
         {{"lag_s", lag.count()}, {"depth", platform_.outbox.depth}}});
  }

  void Pbx() {
    if (platform_.pbx.up) return;
    Add({"pbx_down",
         Severity::kFault,
         "no calls can be placed: the PBX is away",
         std::nullopt,
         {{"kind", platform_.pbx.kind}}});
  }

  void Disk() {
    if (!platform_.disk || platform_.disk->total_bytes == 0) return;
    const auto& disk = *platform_.disk;
    const double free = 100.0 * static_cast<double>(disk.free_bytes) / static_cast<double>(disk.total_bytes);
    if (free >= kLowDiskPct) return;
    Add({"disk_low",
         free < kFullDiskPct ? Severity::kFault : Severity::kWarning,
         fmt::format("the disk of VSS_DATA_DIR is nearly full: {:.1f} % are free", free),
         std::nullopt,
         {{"free_bytes", disk.free_bytes}, {"total_bytes", disk.total_bytes}}});
  }

  void Troubled(std::string_view state, std::string code, Severity severity) {
    std::size_t named = 0;
    for (const TroubledSlot& slot : centre_.troubled) {
      if (slot.state != state || named++ >= kSlotsNamed) continue;
      Add({code,
           severity,
           fmt::format("slot {} is in {}: {}", slot.number, state, slot.reason),
           LinkTo("slots", slot.id),
           {{"slot_id", slot.id}, {"number", slot.number}, {"reason", slot.reason}}});
    }
    const std::int64_t all = CountOf([&](const SlotGroup& group) { return group.state == state; });
    const std::int64_t more = all - static_cast<std::int64_t>(std::min(named, kSlotsNamed));
    if (more <= 0) return;
    Add({std::move(code),
         severity,
         fmt::format("{} more slots are in {}", more, state),
         fmt::format("/slots?state={}", state),
         {{"count", more}}});
  }

  void NoneReady() {
    if (CountOf([](const SlotGroup&) { return true; }) == 0) return;
    if (CountOf([](const SlotGroup& group) {
          return group.state == "READY" || group.state == "CALLING" || group.state == "ACTIVE_CALL" ||
                 group.state == "POSTCALL";
        }) > 0)
      return;
    Add({"no_slot_ready", Severity::kFault, "no slot is READY: no call can be placed", "/slots", {}});
  }

  void WaitingForPhones() {
    const std::int64_t waiting =
        CountOf([](const SlotGroup& group) { return group.state == "REGISTERING" && group.type != "auto"; });
    if (waiting == 0) return;
    json::array numbers;
    std::string names;
    for (const TroubledSlot& slot : centre_.troubled) {
      if (slot.state != "REGISTERING" || numbers.size() >= kSlotsNamed) continue;
      numbers.push_back(slot.number);
      names += fmt::format("{}{}", names.empty() ? "" : ", ", slot.number);
    }
    Add({"waiting_for_phone",
         Severity::kWarning,
         fmt::format("{} MF and LS slots wait until their telephone registers ({}{})", waiting, names,
                     waiting > static_cast<std::int64_t>(numbers.size()) ? " …" : ""),
         "/slots?state=REGISTERING",
         {{"count", waiting}, {"numbers", std::move(numbers)}}});
  }

  void Trunks() {
    for (const TrunkLine& trunk : centre_.trunks) {
      const LineUse use = UseOf(centre_.slots, trunk.id);
      if (use.ready > 0 || use.busy < kFewestLinesToRunOut) continue;
      Add({"trunk_full",
           Severity::kWarning,
           fmt::format("trunk {} has no free line: all {} are in calls", trunk.name, use.busy),
           LinkTo("trunks", trunk.id),
           {{"trunk_id", trunk.id}, {"name", trunk.name}, {"busy", use.busy}}});
    }
  }

  void CutCalls() {
    const auto cut = dashboard_.by_cause.find("system");
    if (cut == dashboard_.by_cause.end()) return;
    Add({"calls_cut",
         Severity::kWarning,
         fmt::format("{} calls of today were cut before the answer when the platform stopped", cut->second),
         "/calls",
         {{"count", cut->second}}});
  }

  void RecordBasis() {
    if (!platform_.record_basis_missing) return;
    Add({"record_basis_missing",
         Severity::kWarning,
         "calls are not recorded: VSS_RECORD_BASIS does not say what lets them be",
         std::nullopt,
         {}});
  }

  template <class F>
  std::int64_t CountOf(F matches) const {
    std::int64_t count = 0;
    for (const SlotGroup& group : centre_.slots) count += matches(group) ? group.slots : 0;
    return count;
  }
  void Add(Problem problem) { found_.push_back(std::move(problem)); }

  const Dashboard& dashboard_;
  const CentreNow& centre_;
  const PlatformState& platform_;
  std::vector<Problem> found_;
};
}  // namespace

std::vector<Problem> FindProblems(const Dashboard& dashboard, const PlatformState& platform) {
  return Finder(dashboard, platform).Find();
}

LineUse UseOf(const std::vector<SlotGroup>& slots, std::int64_t trunk_id) {
  LineUse use;
  for (const SlotGroup& group : slots) {
    if (group.trunk_id != trunk_id) continue;
    use.slots += group.slots;
    if (group.state == "READY") use.ready += group.slots;
    if (group.state == "CALLING" || group.state == "ACTIVE_CALL" || group.state == "POSTCALL")
      use.busy += group.slots;
  }
  return use;
}
}  // namespace vss::reports
