#include "demo/demo_store.hpp"

#include "base/error.hpp"
#include "demo/demo_plan.hpp"

namespace vss::demo {
namespace {
Error NotADemo() {
  return Error(ErrorCode::kConflict,
               "this data folder holds a centre that is no demo, and a demo adds to nobody's data: leave "
               "VSS_DATA_DIR unset (var-demo), or point it at an empty folder");
}

bool Has(sql::Session& session, std::string_view query) { return session.Query(query).at(0).Int(0) > 0; }

bool IsEmpty(sql::Session& session) {
  for (const char* table :
       {"users", "trunks", "slots", "calls", "cdr", "crm_leads", "crm_clients", "crm_notes"}) {
    if (Has(session, fmt::format("SELECT COUNT(*) FROM (SELECT 1 FROM {} LIMIT 1) t", table))) return false;
  }
  return true;
}

Principal ReadPrincipal(const sql::Row& row) {
  return {.user_id = row.Text(0),
          .username = row.Text(1),
          .role = row.Text(2),
          .permissions = std::make_shared<PermissionSet>(PermissionSet::Parse(ParseTrustedJson(row.Text(3)))),
          .scopes = ScopeSet::Everything()};
}
}  // namespace

void RequireOwnFolder(const std::filesystem::path& data_dir, const std::filesystem::path& database_file) {
  if (std::filesystem::exists(data_dir / "secrets.json") && !std::filesystem::exists(database_file))
    throw NotADemo();
}

void ClaimDatabase(sql::Database& database, Instant now) {
  database.WriteNow([&](sql::Session& session) {
    if (Has(session, "SELECT COUNT(*) FROM demo_centre")) return;
    if (!IsEmpty(session)) throw NotADemo();
    session.Execute("INSERT INTO demo_centre (made_at) VALUES ($1)", {sql::ToValue(now)});
  });
}

Task<DemoStaff> DemoStore::Staff() {
  co_return co_await database_.Read([](sql::Session& session) {
    DemoStaff staff;
    for (const DemoUser& user : kUsers) {
      const auto row = session.QueryOne(
          "SELECT u.id, u.username, u.role, r.permissions FROM users u JOIN roles r ON r.name = u.role "
          "WHERE u.username = $1 AND u.active = 1",
          {std::string(user.name)});
      if (!row || row->Text(2) != user.role) continue;
      if (user.role == "operator") staff.operators.push_back(ReadPrincipal(*row));
      if (user.role == "seller") staff.sellers.push_back(ReadPrincipal(*row));
    }
    return staff;
  });
}

Task<DemoStore::Progress> DemoStore::ReadProgress() {
  co_return co_await database_.Read([](sql::Session& session) {
    Progress progress;
    progress.leads =
        session.QueryOne("SELECT COUNT(*) FROM crm_leads WHERE source = $1", {std::string(kLeadSource)})
            ->Int(0);
    if (Has(session, "SELECT COUNT(*) FROM (SELECT 1 FROM calls LIMIT 1) t"))
      progress.calls = Progress::Calls::kSome;
    return progress;
  });
}

Task<std::optional<DemoLead>> DemoStore::LeadAt(std::uint64_t place) {
  co_return co_await database_.Read([place](sql::Session& session) -> std::optional<DemoLead> {
    const std::string source(kLeadSource);
    const auto count = session.QueryOne(
        "SELECT COUNT(*) FROM crm_leads WHERE source = $1 AND status <> 'do_not_call'", {source});
    if (!count || count->Int(0) == 0) return std::nullopt;
    const auto offset = static_cast<std::int64_t>(place % static_cast<std::uint64_t>(count->Int(0)));
    const auto row = session.QueryOne(
        "SELECT id, phone, status FROM crm_leads WHERE source = $1 AND status <> 'do_not_call' ORDER BY seq "
        "LIMIT 1 OFFSET $2",
        {source, offset});
    if (!row) return std::nullopt;
    return DemoLead{row->Text(0), row->Text(1), row->Text(2)};
  });
}

Task<std::int64_t> DemoStore::RecordingBytes() {
  co_return co_await database_.Read(
      [](sql::Session& session) { return session.Query("SELECT bytes FROM recording_totals").at(0).Int(0); });
}
}  // namespace vss::demo
