#include "doctor/deployment_checks.hpp"

#include "adapters/storage_postgres/postgres_database.hpp"
#include "adapters/storage_sql/migrations.hpp"
#include "adapters/storage_sqlite/sqlite_database.hpp"
#include "base/error.hpp"
#include "base/tls/store.hpp"
#include "open_database.hpp"
#include "tls_files.hpp"

namespace vss::doctor {
namespace {
// A large file takes longer to check than a request may take to answer.
constexpr std::chrono::minutes kIntegrityLimit{10};
constexpr std::chrono::minutes kClockTolerance{1};  // of processes on machines whose clocks differ a little

std::string Reason(const std::exception& failure) {
  const auto* error = dynamic_cast<const Error*>(&failure);
  return error != nullptr && !error->internal().empty() ? error->internal() : failure.what();
}

Check CheckSchema(sql::Database& database) {
  const auto known = sql::MigrationsFor(database.dialect());
  sql::MigrationPlan plan;
  database.ReadNow([&](sql::Session& session) { plan = sql::PlanMigrations(session, known); });
  if (plan.pending.empty())
    return {"schema", Mark::kOk, fmt::format("version {}, up to date", plan.current), ""};
  return {"schema", Mark::kWarning,
          fmt::format("version {}, {} changes behind this VSS", plan.current, plan.pending.size()),
          "the next start makes them after a backup; or run: vss migrate"};
}

// What was written last need not bear the latest time: that is what a clock that was set back looks like.
std::optional<Instant> LatestRecord(sql::Database& database) {
  std::optional<Instant> latest;
  database.ReadNow([&](sql::Session& session) {
    for (const std::string_view query :
         {"SELECT MAX(at) FROM event_log",
          "SELECT MAX(at) FROM (SELECT at FROM audit ORDER BY id DESC LIMIT 1000) AS newest"}) {
      latest = std::max(latest, session.Query(query).at(0).OptionalTime(0));
    }
  });
  return latest;
}

Check CheckRecordTimes(sql::Database& database, Instant now) {
  const auto latest = LatestRecord(database);
  if (!latest || *latest <= now + kClockTolerance)
    return {"records", Mark::kOk, "none is ahead of the clock", ""};
  return {
      "records", Mark::kWarning,
      fmt::format("the newest is of {}, {} minutes ahead of the clock: it is wrong, or was",
                  FormatRfc3339(*latest), std::chrono::floor<std::chrono::minutes>(*latest - now).count()),
      "set the clock right (timedatectl set-time, or NTP); if it is, records and sessions made before "
      "bear a wrong time"};
}

Check CheckIntegrity(sql::Database& database) {
  std::string answer;
  database.ReadNow(
      [&](sql::Session& session) { answer = session.Query("PRAGMA quick_check(1)").at(0).Text(0); });
  if (answer == "ok") return {"integrity", Mark::kOk, "the database file is whole", ""};
  return {"integrity", Mark::kBad, answer,
          "stop VSS, keep a copy of the file, and run: vss restore with the newest backup"};
}

std::unique_ptr<sql::Database> Open(const Config& config) {
  if (config.postgres_url.empty()) {
    return std::make_unique<sqlite::SqliteDatabase>(
        sqlite::Options{.path = SqliteFile(config), .read_limit = kIntegrityLimit});
  }
  // Whoever asks the doctor wants to know now; only a start waits for the server.
  return std::make_unique<postgres::PostgresDatabase>(postgres::Options{
      .connection = {.url = config.postgres_url}, .startup_wait = std::chrono::milliseconds(500)});
}

// One check that may throw becomes a bad one instead.
template <class F>
Check Guarded(std::string name, std::string advice, F check) {
  try {
    return check();
  } catch (const std::exception& failure) {
    return {std::move(name), Mark::kBad, Reason(failure), std::move(advice)};
  }
}

bool IsLoopback(std::string_view address) { return address.starts_with("127.") || address == "::1"; }

Check JudgeCertificate(const tls::Served& served, const std::string& path, Instant now) {
  const auto left = std::chrono::floor<std::chrono::days>(served.server.not_after - now);
  Check check{"TLS", Mark::kOk, fmt::format("{} is valid for {} more days", path, left.count()), ""};
  if (served.problem) {
    check = {"TLS", Mark::kBad, *served.problem,
             "run: vss cert make, or vss cert import, then start VSS again"};
  } else if (left < std::chrono::days(30)) {
    check.mark = Mark::kWarning;
    check.advice = "renew it: vss cert make, or vss cert import, then start VSS again";
  }
  return check;
}
}  // namespace

Checks CheckDatabase(sql::Database& database, Instant now) {
  Checks checks = {{"database", Mark::kOk, database.version(), ""}};
  checks.push_back(Guarded("schema", "start the VSS that made it, or restore a backup of this version",
                           [&] { return CheckSchema(database); }));
  if (checks.back().mark == Mark::kOk) {
    checks.push_back(Guarded("records", "run: vss audit verify, and look at the database's own log",
                             [&] { return CheckRecordTimes(database, now); }));
  }
  if (database.dialect() == sql::Dialect::kSqlite) {
    checks.push_back(Guarded("integrity", "stop VSS and run: vss restore with the newest backup",
                             [&] { return CheckIntegrity(database); }));
  }
  return checks;
}

Checks CheckConfiguredDatabase(const Config& config, Instant now) {
  const bool is_file = config.postgres_url.empty();
  std::error_code failure;
  if (is_file && !std::filesystem::exists(SqliteFile(config), failure)) {
    return {{"database", Mark::kOk, SqliteFile(config).string() + " is made at the first start", ""}};
  }
  try {
    const auto database = Open(config);
    return CheckDatabase(*database, now);
  } catch (const std::exception& problem) {
    return {{"database", Mark::kBad, Reason(problem),
             is_file ? "see that the file is whole and this user's"
                     : "see that PostgreSQL runs, and POSTGRES_URL and DB_PASSWORD are right"}};
  }
}

Check CheckTls(const Config& config, Instant now) {
  const auto files = FindTlsFiles(config);
  if (!files && IsLoopback(config.bind)) return {"TLS", Mark::kOk, "none; HTTP stays on this machine", ""};
  if (!files) {
    return {"TLS", Mark::kWarning,
            fmt::format("none, and HTTP listens on {}: passwords travel in the clear", config.bind),
            "run: vss cert make --host NAME, or put a proxy with TLS in front"};
  }
  return Guarded("TLS", "correct VSS_TLS_CERT and VSS_TLS_KEY, or run: vss cert make", [&] {
    return JudgeCertificate(tls::ReadServed(files->certificate_chain, files->private_key, now),
                            files->certificate_chain, now);
  });
}
}  // namespace vss::doctor
