#include "demo/demo_centre.hpp"

#include <set>

#include "base/error.hpp"
#include "base/log.hpp"
#include "demo/demo_people.hpp"
#include "demo/demo_plan.hpp"

namespace vss::demo {
namespace {
constexpr int kNoteEvery = 7;  // leads

Caller DemoCaller() {
  return {
      .principal = {.username = "demo",
                    .role = "admin",
                    .permissions = std::make_shared<PermissionSet>(PermissionSet::Parse({{"all", true}}))},
      .address = "local",
      .request_id = "demo"};
}

// Most are new; some have come further already.
crm::LeadStatus StatusOf(int index) {
  using enum crm::LeadStatus;
  switch (index % 12) {
    case 3:
    case 7:
      return kContacted;
    case 5:
      return kQualified;
    case 9:
      return kCallback;
    case 11:
      return index % 24 == 11 ? kWon : kLost;
    default:
      return kNew;
  }
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
  co_return co_await parts_.trunks.Create(caller_, {.name = std::string(plan.name),
                                                    .type = plan.type,
                                                    .capacity = plan.capacity,
                                                    .description = std::string(plan.description)});
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

Task<void> DemoCentre::MakeLeads() {
  const auto progress = co_await store_.ReadProgress();
  if (progress.calls == DemoStore::Progress::Calls::kSome || progress.leads >= kPeople) co_return;
  const DemoStaff staff = co_await store_.Staff();
  for (int index = static_cast<int>(progress.leads); index < kPeople; ++index)
    co_await MakeLead(index, staff);
  log::Info("DEMO", "made the leads of the demo centre", {{"leads", kPeople - progress.leads}});
}

Task<void> DemoCentre::MakeLead(int index, const DemoStaff& staff) {
  const Person person = PersonOf(index);
  crm::CreateLead command{.client_name = person.name,
                          .phone = person.phone,
                          .email = person.email,
                          .status = StatusOf(index),
                          .source = std::string(kLeadSource),
                          .fields = {{"город", person.city}, {"интерес", person.interest}}};
  const bool somebodys = !staff.sellers.empty() && index % 5 != 4;
  if (somebodys)
    command.assigned_seller = staff.sellers[static_cast<std::size_t>(index) % staff.sellers.size()].user_id;
  const crm::Lead lead = co_await parts_.leads.Create(caller_, std::move(command));
  if (index % kNoteEvery == 0) {
    co_await parts_.notes.Create(
        caller_, {.lead_id = lead.id, .text = NoteOf(static_cast<unsigned>(index / kNoteEvery))});
  }
}
}  // namespace vss::demo
