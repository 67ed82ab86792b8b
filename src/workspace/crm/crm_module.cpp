#include "workspace/crm/crm_module.hpp"

#include "workspace/crm/clients/client_routes.hpp"
#include "workspace/crm/drafts/draft_routes.hpp"
#include "workspace/crm/import/import_routes.hpp"
#include "workspace/crm/leads/lead_merging.hpp"
#include "workspace/crm/leads/lead_routes.hpp"
#include "workspace/crm/notes/note_routes.hpp"
#include "workspace/crm/persons/person_routes.hpp"
#include "workspace/crm/rules.hpp"

namespace vss::crm {
namespace {
/// The lead of a call that is over and whose number was called, and when it ended.
std::optional<std::pair<std::string, Instant>> EndedCallOfLead(const Event& event) {
  const auto text = [&](std::string_view name) -> std::optional<std::string> {
    const json::value* value = event.data.if_contains(name);
    return value != nullptr && value->is_string() ? std::optional(std::string(value->get_string()))
                                                  : std::nullopt;
  };
  const auto lead = text("lead_id"), ended = text("ended_at");
  if (!lead || !ended || text("disposition") == "not_placed") return std::nullopt;
  const auto at = ParseRfc3339(*ended);
  return at ? std::optional(std::pair(*lead, *at)) : std::nullopt;
}
}  // namespace

CrmModule::CrmModule(CrmDeps deps, Settings settings)
    : deps_(deps),
      settings_(std::move(settings)),
      directory_(deps.store),
      leads_(deps.store, deps.clock, deps.random, directory_),
      clients_(deps.store, deps.clock, deps.random),
      notes_(deps.store, deps.clock, deps.random),
      drafts_(deps.store, deps.clock),
      persons_(deps.loop, deps.store, deps.pool, deps.clock, deps.random, directory_, drafts_, settings_),
      imports_(deps.loop, deps.store, deps.pool, deps.clock, deps.random, directory_, settings_) {}

void CrmModule::Mount(http::Router& router) {
  MountLeads(router, leads_, settings_);
  MountImports(router, imports_, settings_);
  MountClients(router, clients_, settings_);
  MountNotes(router, notes_);
  MountDrafts(router, drafts_);
  MountPersons(router, persons_, settings_);
}

void CrmModule::Start(TaskScope& scope) {
  imports_.Start(scope);
  drafts_.Start(scope);
  persons_.Start(scope);
}

void CrmModule::Subscribe(Bus& bus) {
  directory_.Subscribe(bus);
  bus.Subscribe("workspace.last_call", "call.update",
                [this](const std::vector<Event>& events) { return NoteCalls(events); });
}

// Idempotent: the same or an older end changes nothing.
Task<void> CrmModule::NoteCalls(const std::vector<Event>& events) {
  std::vector<std::pair<std::string, Instant>> ended;
  for (const Event& event : events) {
    if (auto call = EndedCallOfLead(event)) ended.push_back(std::move(*call));
  }
  if (ended.empty()) co_return;
  co_await deps_.store.Write([&](Transaction& tx) {
    for (const auto& [lead_id, at] : ended) {
      if (const auto lead = NoteEndedCall(tx, lead_id, at)) Announce(tx, *lead, "updated");
    }
  });
}
}  // namespace vss::crm
