#include "demo/demo_store.hpp"

#include "base/error.hpp"
#include "demo/demo_people.hpp"
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
    const auto add = [&](const std::string& name, std::string_view role, std::vector<Principal>& to) {
      const auto row = session.QueryOne(
          "SELECT u.id, u.username, u.role, r.permissions FROM users u JOIN roles r ON r.name = u.role "
          "WHERE u.username = $1 AND u.active = 1",
          {name});
      if (row && row->Text(2) == role) to.push_back(ReadPrincipal(*row));
    };
    for (const DemoUser& user : kUsers)
      if (user.role == "seller") add(std::string(user.name), user.role, staff.sellers);
    for (int i = 0; i < kSeats; ++i) add(SeatOf(i), "operator", staff.seats);
    return staff;
  });
}

Task<DemoStore::Progress> DemoStore::ReadProgress() {
  co_return co_await database_.Read([](sql::Session& session) {
    const auto row = session.QueryOne(
        "SELECT (SELECT COUNT(*) FROM crm_leads WHERE source = $1), (SELECT COUNT(*) FROM calls), "
        "(SELECT MIN(made_at) FROM demo_centre)",
        {std::string(kLeadSource)});
    Progress progress{.leads = row->Int(0), .calls = row->Int(1), .made_at = row->Time(2)};
    return progress;
  });
}

Task<std::optional<DemoLead>> DemoStore::LeadAt(std::uint64_t place) {
  co_return co_await database_.Read([place](sql::Session& session) -> std::optional<DemoLead> {
    const std::string source(kLeadSource);
    static const std::string kFree =
        "FROM crm_leads WHERE source = $1 AND status <> 'do_not_call' AND NOT EXISTS (SELECT 1 FROM calls "
        "WHERE "
        "calls.ended_at IS NULL AND calls.phone_number = crm_leads.phone)";
    const auto count = session.QueryOne("SELECT COUNT(*) " + kFree, {source});
    if (!count || count->Int(0) == 0) return std::nullopt;
    const auto offset = static_cast<std::int64_t>(place % static_cast<std::uint64_t>(count->Int(0)));
    const auto row =
        session.QueryOne("SELECT id, phone, status, client_name " + kFree + " ORDER BY seq LIMIT 1 OFFSET $2",
                         {source, offset});
    if (!row) return std::nullopt;
    return DemoLead{row->Text(0), row->Text(1), row->Text(2), row->Text(3)};
  });
}

Task<std::int64_t> DemoStore::RecordingBytes() {
  co_return co_await database_.Read(
      [](sql::Session& session) { return session.Query("SELECT bytes FROM recording_totals").at(0).Int(0); });
}
}  // namespace vss::demo
