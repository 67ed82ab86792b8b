#include "adapters/storage_sql/crm_store.hpp"

#include "adapters/storage_sql/crm/call_links.hpp"
#include "adapters/storage_sql/crm/change_table.hpp"
#include "adapters/storage_sql/crm/client_table.hpp"
#include "adapters/storage_sql/crm/draft_table.hpp"
#include "adapters/storage_sql/crm/erasure_table.hpp"
#include "adapters/storage_sql/crm/import_table.hpp"
#include "adapters/storage_sql/crm/lead_table.hpp"
#include "adapters/storage_sql/crm/log_traces.hpp"
#include "adapters/storage_sql/crm/note_table.hpp"
#include "adapters/storage_sql/crm/person_traces.hpp"
#include "adapters/storage_sql/do_not_call_table.hpp"
#include "adapters/storage_sql/paging.hpp"

namespace vss::sql {
namespace {
class SqlSellers final : public crm::Sellers {
 public:
  explicit SqlSellers(Session& session) : session_(session) {}
  std::optional<crm::Seller> Find(const std::string& user_id) override {
    const auto row = session_.QueryOne(
        "SELECT users.team_id, roles.permissions FROM users JOIN roles ON roles.name = users.role WHERE "
        "users.id = $1 AND users.active = 1",
        {user_id});
    if (!row) return std::nullopt;
    const auto permissions = PermissionSet::Parse(ParseTrustedJson(row->Text(1)));
    return permissions.Allows(perm::kCrmWrite) ? std::optional(crm::Seller{row->OptionalText(0)})
                                               : std::nullopt;
  }
  std::optional<RowScope> WriteScope(const std::string& user_id) override {
    const auto row = session_.QueryOne(
        "SELECT users.team_id, roles.permissions, roles.scope FROM users JOIN roles ON roles.name = "
        "users.role WHERE users.id = $1 AND users.active = 1",
        {user_id});
    if (!row) return std::nullopt;
    Principal principal{.user_id = user_id,
                        .permissions = std::make_shared<const PermissionSet>(
                            PermissionSet::Parse(ParseTrustedJson(row->Text(1)))),
                        .scopes = ScopeSet::Parse(ParseTrustedJson(row->Text(2)))};
    if (!principal.Allows(perm::kCrmWrite)) return std::nullopt;
    if (const auto team = row->OptionalText(0)) principal.teams.push_back(*team);
    for (const Row& led : session_.Query("SELECT id FROM teams WHERE lead_user = $1", {user_id}))
      principal.teams.push_back(led.Text(0));
    return LeadScopeOf(principal);
  }
  std::map<std::string, std::string> Names(const std::set<std::string>& user_ids) override {
    std::map<std::string, std::string> names;
    if (user_ids.empty()) return names;
    const std::vector<Value> ids(user_ids.begin(), user_ids.end());
    for (const Row& row : session_.Query(
             fmt::format("SELECT id, username FROM users WHERE id IN ({})", Placeholders(ids.size())),
             Params(ids)))
      names.emplace(row.Text(0), row.Text(1));
    return names;
  }
  bool IsTeam(const std::string& team_id) override {
    return !session_.Query("SELECT 1 FROM teams WHERE id = $1", {team_id}).empty();
  }

 private:
  Session& session_;
};

class SqlCrmTransaction final : public crm::Transaction {
 public:
  SqlCrmTransaction(Session& session, JournalContext& context, const Secret& do_not_call_key)
      : leads_(session),
        changes_(session),
        clients_(session),
        notes_(session),
        drafts_(session),
        calls_(session),
        erasures_(session),
        imports_(session),
        sellers_(session),
        traces_(session),
        person_traces_(session, context),
        do_not_call_(session, do_not_call_key),
        journal_(session, context) {}
  crm::LeadTable& leads() override { return leads_; }
  crm::ChangeTable& changes() override { return changes_; }
  crm::ClientTable& clients() override { return clients_; }
  crm::NoteTable& notes() override { return notes_; }
  crm::DraftTable& drafts() override { return drafts_; }
  crm::CallLinks& calls() override { return calls_; }
  crm::ErasureTable& erasures() override { return erasures_; }
  crm::ImportTable& imports() override { return imports_; }
  crm::Sellers& sellers() override { return sellers_; }
  crm::LogTraces& traces() override { return traces_; }
  crm::PersonTraces& person_traces() override { return person_traces_; }
  crm::DoNotCallBook& do_not_call() override { return do_not_call_; }
  Journal& journal() override { return journal_; }

 private:
  SqlLeadTable leads_;
  SqlChangeTable changes_;
  SqlClientTable clients_;
  SqlNoteTable notes_;
  SqlDraftTable drafts_;
  SqlCallLinks calls_;
  SqlErasureTable erasures_;
  SqlImportTable imports_;
  SqlSellers sellers_;
  SqlLogTraces traces_;
  SqlPersonTraces person_traces_;
  SqlDoNotCall do_not_call_;
  SqlJournal journal_;
};
}  // namespace

Task<void> CrmStore::RunRead(std::function<void(crm::Transaction&)> work) {
  co_await database_.RunRead([&](Session& session) {
    SqlCrmTransaction tx(session, context_, do_not_call_key_);
    work(tx);
  });
}

Task<void> CrmStore::RunWrite(std::function<void(crm::Transaction&)> work) {
  co_await database_.RunWrite([&](Session& session) {
    SqlCrmTransaction tx(session, context_, do_not_call_key_);
    work(tx);
  });
}
}  // namespace vss::sql
