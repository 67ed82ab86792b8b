#pragma once
#include "base/random.hpp"
#include "demo/demo_accounts.hpp"
#include "demo/demo_store.hpp"
#include "ottb/calls/call_service.hpp"
#include "ottb/slots/slot_service.hpp"
#include "ottb/trunks/trunk_service.hpp"
#include "point/users/user_service.hpp"
#include "workspace/crm/leads/lead_service.hpp"
#include "workspace/crm/notes/note_service.hpp"

namespace vss::demo {

/// What the demo works with: the services, as every caller of the API gets to them. All outlive it.
struct DemoParts {
  sql::Database& database;
  point::UserService& users;
  ottb::TrunkService& trunks;
  ottb::SlotService& slots;
  ottb::CallService& calls;
  crm::LeadService& leads;
  crm::NoteService& notes;
  const ottb::Pbx& pbx;
  const Clock& clock;
  Random& random;
};

/// Makes what a demo centre has (demo_plan.hpp), and only what is missing. On the HTTP loop.
class DemoCentre {
 public:
  explicit DemoCentre(DemoParts parts);

  Task<void> MakeUsers(std::vector<DemoAccount> accounts);
  Task<void> MakeTrunks();
  /// The seats, their leads and three weeks of calls, once: who deletes leads later keeps them deleted.
  Task<void> MakeHistory();

 private:
  Task<ottb::Trunk> GetTrunk(const struct DemoTrunk& plan);
  Task<void> MakeSlots(const ottb::Trunk& trunk, const struct DemoTrunk& plan);
  Task<void> MakeFirstSeat();
  Task<struct HistoryCast> Cast();

  DemoParts parts_;
  DemoStore store_;
  const Caller caller_;  ///< who the audit names
};
}  // namespace vss::demo
