#include "adapters/storage_sql/migrations.hpp"

#include <charconv>

#include "adapters/storage_sql/script.hpp"
#include "base/crypto.hpp"
#include "base/error.hpp"
#include "base/log.hpp"

namespace vss::sql {
namespace {
constexpr std::string_view kTable =
    "CREATE TABLE IF NOT EXISTS schema_migrations (\n"
    "  version BIGINT PRIMARY KEY,\n"
    "  name TEXT NOT NULL,\n"
    "  checksum TEXT NOT NULL,\n"
    "  applied_at BIGINT NOT NULL\n"
    ")";
/// Any number that nobody else in the database uses: "VSSMIGRA" in hexadecimal.
constexpr std::int64_t kLockKey = 0x5653534D49475241;

/// "0001_core.sqlite.sql" → version 1, name "core".
Migration ParseMigration(const embedded::File& file, std::string_view suffix) {
  const std::string_view stem = file.path.substr(0, file.path.size() - suffix.size());
  Migration migration{.file = std::string(file.path),
                      .text = std::string(file.bytes),
                      .checksum = crypto::Sha256Hex(file.bytes)};
  const auto [end, error] = std::from_chars(stem.data(), stem.data() + stem.size(), migration.version);
  const auto digits = static_cast<std::size_t>(end - stem.data());
  if (error != std::errc() || digits != 4 || digits + 1 >= stem.size() || stem[digits] != '_') {
    throw InternalError(fmt::format("migration {} is not named NNNN_name{}", file.path, suffix));
  }
  migration.name = stem.substr(digits + 1);
  return migration;
}

bool HasTable(Session& session) {
  return session
      .QueryOne(session.dialect() == Dialect::kSqlite
                    ? "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'"
                    : "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = ANY (current_schemas(false)) "
                      "AND tablename = "
                      "'schema_migrations'")
      .has_value();
}

Error Refused(std::string message) { return Error(ErrorCode::kConflict, std::move(message)); }

const Migration& FindApplied(std::span<const Migration> known, const Row& row) {
  const auto found = std::ranges::find(known, row.Int(0), &Migration::version);
  if (found == known.end()) {
    throw Refused(
        fmt::format("the database has migration {:04} ({}) that this version of VSS does not know: it was "
                    "made by a newer VSS. "
                    "Start that version, or restore a backup made before it.",
                    row.Int(0), row.Text(1)));
  }
  if (found->checksum != row.Text(2)) {
    throw Refused(fmt::format(
        "migration {} was changed after it had been applied to this database (checksum {} there, {} here). "
        "Put the file back as it was and make the change in a new migration.",
        found->file, row.Text(2).substr(0, 12), found->checksum.substr(0, 12)));
  }
  return *found;
}

/// Lets one process migrate at a time. SQLite's write transaction is exclusive anyway.
void LockSchema(Session& session) {
  session.AllowLongStatements();
  if (session.dialect() == Dialect::kPostgres) session.Query("SELECT pg_advisory_xact_lock($1)", {kLockKey});
}

void Apply(Session& session, const Migration& migration, Instant now) {
  try {
    for (const std::string& statement : SplitStatements(migration.text)) session.Query(statement);
  } catch (const std::exception& e) {
    log::Error("DB", "a migration failed; nothing was changed",
               {{"file", migration.file}, {"error", e.what()}});
    throw;
  }
  session.Execute(
      "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
      {migration.version, migration.name, migration.checksum, ToValue(now)});
}
}  // namespace

std::vector<Migration> MigrationsFor(Dialect dialect, std::span<const embedded::File> files) {
  const std::string_view suffix = dialect == Dialect::kSqlite ? ".sqlite.sql" : ".postgres.sql";
  std::vector<Migration> migrations;
  for (const embedded::File& file : files) {
    if (file.path.ends_with(suffix)) migrations.push_back(ParseMigration(file, suffix));
  }
  std::ranges::sort(migrations, {}, &Migration::version);
  const auto twice = std::ranges::adjacent_find(migrations, {}, &Migration::version);
  if (twice != migrations.end()) {
    throw InternalError(
        fmt::format("migrations {} and {} have the same number", twice->file, std::next(twice)->file));
  }
  return migrations;
}

MigrationPlan PlanMigrations(Session& session, std::span<const Migration> known) {
  MigrationPlan plan{.pending = {known.begin(), known.end()}};
  if (!HasTable(session)) return plan;
  for (const Row& row :
       session.Query("SELECT version, name, checksum FROM schema_migrations ORDER BY version")) {
    const Migration& applied = FindApplied(known, row);
    std::erase_if(plan.pending, [&](const Migration& m) { return m.version == applied.version; });
    plan.current = applied.version;
  }
  return plan;
}

std::vector<Migration> Migrate(Database& database, std::span<const Migration> known,
                               const MigrationHooks& hooks) {
  MigrationPlan plan;
  database.ReadNow([&](Session& session) { plan = PlanMigrations(session, known); });
  if (plan.pending.empty()) return {};
  if (plan.current > 0) hooks.before(plan);

  database.WriteNow([&](Session& session) {
    LockSchema(session);
    session.Query(kTable);
    plan = PlanMigrations(session, known);  // another process may have been faster
    for (const Migration& migration : plan.pending) Apply(session, migration, hooks.clock.Now());
  });
  for (const Migration& m : plan.pending) log::Info("DB", "applied a migration", {{"file", m.file}});
  return std::move(plan.pending);
}

std::string InitScript(std::span<const Migration> known) {
  std::string script =
      "-- Made from database/migrations by `vss migrate --print-init`; do not edit. A PostgreSQL container "
      "runs it once,\n"
      "-- on an empty database; `vss migrate` then finds nothing left to do.\n"
      "BEGIN;\n";
  script += fmt::format("{};\n", kTable);
  for (const Migration& m : known) {
    script += fmt::format("\n-- {}\n{}", m.file, m.text);
    if (!m.text.ends_with('\n')) script += '\n';
    script += fmt::format(
        "INSERT INTO schema_migrations (version, name, checksum, applied_at)\n"
        "VALUES ({}, '{}', '{}', (extract(epoch FROM now()) * 1000)::BIGINT);\n",
        m.version, m.name, m.checksum);
  }
  return script + "\nCOMMIT;\n";
}
}  // namespace vss::sql
