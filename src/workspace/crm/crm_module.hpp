#pragma once
#include "base/async/blocking_pool.hpp"
#include "base/async/task_scope.hpp"
#include "base/random.hpp"
#include "contracts/bus.hpp"
#include "http/router.hpp"
#include "workspace/crm/clients/client_service.hpp"
#include "workspace/crm/drafts/draft_service.hpp"
#include "workspace/crm/import/import_service.hpp"
#include "workspace/crm/leads/lead_service.hpp"
#include "workspace/crm/notes/note_service.hpp"
#include "workspace/crm/persons/person_service.hpp"
#include "workspace/crm/settings.hpp"

namespace vss::crm {

/// What the CRM needs from outside; all outlive the module.
struct CrmDeps {
  Loop& loop;  ///< the HTTP loop
  Store<Transaction>& store;
  const Clock& clock;
  Random& random;
  BlockingPool& pool;  ///< runs what blocks: reading files
};

/// The CRM as wiring sees it: owns its services, mounts their routes under WORKSPACE. Lives on the HTTP loop.
class CrmModule {
 public:
  CrmModule(CrmDeps deps, Settings settings);

  void Mount(http::Router& router);
  void Subscribe(Bus& bus);
  /// Goes on with imports, until the scope stops.
  void Start(TaskScope& scope);
  /// Who has which lead; for OTTB and the realtime server.
  LeadDirectory& directory() { return directory_; }
  LeadService& leads() { return leads_; }
  NoteService& notes() { return notes_; }
  DraftService& drafts() { return drafts_; }

 private:
  Task<void> NoteCalls(const std::vector<Event>& events);

  CrmDeps deps_;
  const Settings settings_;
  SellerDirectory directory_;
  LeadService leads_;
  ClientService clients_;
  NoteService notes_;
  DraftService drafts_;
  PersonService persons_;
  ImportService imports_;
};
}  // namespace vss::crm
