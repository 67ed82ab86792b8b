#pragma once
#include <gtest/gtest.h>

#include "adapters/storage_sql/crm_store.hpp"
#include "adapters/storage_sql/outbox.hpp"
#include "base/error.hpp"
#include "support/test_database.hpp"
#include "workspace/crm/clients/client_service.hpp"
#include "workspace/crm/drafts/draft_service.hpp"
#include "workspace/crm/leads/lead_merging.hpp"
#include "workspace/crm/leads/lead_service.hpp"
#include "workspace/crm/notes/note_service.hpp"

namespace vss::crm {

/// The CRM's services over the real store.
class CrmTest : public test::EngineTest {
 protected:
  static constexpr const char* kOlga = "11111111-1111-4111-8111-111111111111";
  static constexpr const char* kPetr = "22222222-2222-4222-8222-222222222222";

  CrmTest() {
    for (const char* id : {kOlga, kPetr}) {
      Write(fmt::format(
          "INSERT INTO users (id, username, role, password, active, password_changed_at, created_at, "
          "updated_at) VALUES ('{0}', 'u{0}', 'seller', 'x', 1, 0, 0, 0)",
          id));
    }
  }

  template <class T>
  T Run(Task<T> task) {
    return loop().RunUntilDone(std::move(task));
  }
  template <class T>
  ErrorCode CodeOf(Task<T> task) {
    try {
      Run(std::move(task));
    } catch (const Error& error) {
      return error.code();
    }
    ADD_FAILURE() << "nothing was refused";
    return ErrorCode::kInternal;
  }

  static Caller CallerOf(std::string id, std::string role) {
    return {.principal = {.user_id = std::move(id),
                          .username = role,
                          .role = role,
                          .scopes = role == "admin" ? ScopeSet::Everything() : ScopeSet()}};
  }
  /// Reads what a lead shows in its timeline of everything that there can be.
  static Caller With(Caller caller, std::string_view permissions) {
    caller.principal.permissions =
        std::make_shared<PermissionSet>(PermissionSet::Parse(ParseJson(permissions)));
    return caller;
  }

  Lead Make(std::string name, std::string phone, std::optional<std::string> seller = std::nullopt,
            LeadStatus status = LeadStatus::kNew) {
    clock.Advance(std::chrono::milliseconds(1));
    return Run(leads.Create(admin, {.client_name = std::move(name),
                                    .phone = std::move(phone),
                                    .status = status,
                                    .assigned_seller = std::move(seller)}));
  }
  std::vector<std::string> Names(const Caller& caller, LeadFilter filter, PageRequest request = {}) {
    std::vector<std::string> names;
    for (const Lead& lead : Run(leads.List(caller, std::move(filter), std::move(request))).items)
      names.push_back(lead.client_name);
    return names;
  }
  std::int64_t Total(LeadFilter filter) {
    return Run(leads.List(admin, std::move(filter), {.limit = 1})).total;
  }

  /// A call of that lead that is over, as the books of OTTB have it.
  void AddCall(int id, const std::string& lead, Instant ended_at) {
    const std::int64_t at = std::get<std::int64_t>(sql::ToValue(ended_at));
    Write(
        fmt::format("INSERT INTO calls (id, slot_id, trunk_id, line, line_type, username, lead_id, "
                    "phone_number, caller_id, "
                    "record, state, started_at, ended_at, seen_at, sip_status, q850) VALUES ({0}, 1, 1, "
                    "1000, 'auto', '', "
                    "'{1}', '+79990000001', '', 0, 'ended', {2}, {2}, {2}, 200, 16)",
                    id, lead, at));
  }
  std::optional<Lead> NoteEnd(const std::string& lead, Instant ended_at) {
    return Run(store.Write([&](Transaction& tx) { return NoteEndedCall(tx, lead, ended_at); }));
  }
  std::vector<std::string> DraftNames(const Caller& caller) {
    std::vector<std::string> names;
    for (const Draft& draft : Run(drafts.List(caller))) names.push_back(draft.name);
    return names;
  }

  FakeClock clock;
  SystemRandom random;
  sql::JournalContext context{clock, random, Secret("a key for the audit chain of tests")};
  const Secret do_not_call_key{"a key for the do-not-call list of tests"};
  sql::CrmStore store{database(), context, do_not_call_key};
  SellerDirectory directory{store};
  LeadService leads{store, clock, random, directory};
  NoteService notes{store, clock, random};
  ClientService clients{store, clock, random};
  DraftService drafts{store, clock};
  const Caller admin = CallerOf("00000000-0000-4000-8000-000000000000", "admin");
  const Caller olga = CallerOf(kOlga, "seller"), petr = CallerOf(kPetr, "seller");
};
}  // namespace vss::crm
