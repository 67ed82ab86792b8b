#include "adapters/storage_sql/point_store.hpp"

#include "adapters/storage_sql/point/owned_leads.hpp"
#include "adapters/storage_sql/point/role_table.hpp"
#include "adapters/storage_sql/point/second_factor_tables.hpp"
#include "adapters/storage_sql/point/security_tables.hpp"
#include "adapters/storage_sql/point/session_tables.hpp"
#include "adapters/storage_sql/point/team_table.hpp"
#include "adapters/storage_sql/point/user_table.hpp"
#include "base/error.hpp"

namespace vss::sql {
namespace {
class SqlPointTransaction final : public point::Transaction {
 public:
  SqlPointTransaction(Session& session, JournalContext& context)
      : session_(session),
        users_(session),
        roles_(session),
        teams_(session),
        leads_(session),
        sessions_(session),
        refresh_tokens_(session),
        throttle_(session),
        second_factors_(session),
        second_factor_roles_(session),
        audit_(session),
        journal_(session, context) {}
  point::UserTable& users() override { return users_; }
  point::RoleTable& roles() override { return roles_; }
  point::TeamTable& teams() override { return teams_; }
  point::OwnedLeads& leads() override { return leads_; }
  point::SessionTable& sessions() override { return sessions_; }
  point::RefreshTable& refresh_tokens() override { return refresh_tokens_; }
  point::ThrottleTable& throttle() override { return throttle_; }
  point::SecondFactorTable& second_factors() override { return second_factors_; }
  point::SecondFactorRoles& second_factor_roles() override { return second_factor_roles_; }
  point::AuditTable& audit() override { return audit_; }
  std::int64_t AccessVersion() override {
    const auto row = session_.QueryOne("SELECT version FROM access_version WHERE id = 1");
    if (!row) throw InternalError("the row of access_version is gone");
    return row->Int(0);
  }
  Journal& journal() override { return journal_; }

 private:
  Session& session_;
  SqlUserTable users_;
  SqlRoleTable roles_;
  SqlTeamTable teams_;
  SqlOwnedLeads leads_;
  SqlSessionTable sessions_;
  SqlRefreshTable refresh_tokens_;
  SqlThrottleTable throttle_;
  SqlSecondFactorTable second_factors_;
  SqlSecondFactorRoles second_factor_roles_;
  SqlAuditTable audit_;
  SqlJournal journal_;
};
}  // namespace

Task<void> PointStore::RunRead(std::function<void(point::Transaction&)> work) {
  co_await database_.RunRead([&](Session& session) {
    SqlPointTransaction tx(session, context_);
    work(tx);
  });
}

Task<void> PointStore::RunWrite(std::function<void(point::Transaction&)> work) {
  co_await database_.RunWrite([&](Session& session) {
    SqlPointTransaction tx(session, context_);
    work(tx);
  });
}
}  // namespace vss::sql
