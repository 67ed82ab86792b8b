#include "adapters/storage_postgres/pg_backup.hpp"

#include <fcntl.h>

#include "adapters/storage_postgres/client_program.hpp"
#include "base/error.hpp"
#include "base/files.hpp"

namespace vss::postgres {
namespace fs = std::filesystem;
namespace {
constexpr std::string_view kDropEverything = R"sql(
DO $$
DECLARE item record;
BEGIN
  FOR item IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE public.%I CASCADE', item.name);
  END LOOP;
  FOR item IN SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace LOOP
    EXECUTE format('DROP FUNCTION %s CASCADE', item.name);
  END LOOP;
END $$)sql";

/// Runs `use` on a connection of its own; what the engine says becomes an Error.
template <class F>
auto WithConnection(const ConnectionOptions& options, Access access, F use) {
  try {
    PgConnection connection(options, access);
    return use(connection);
  } catch (const sql::EngineFailure& failure) {
    throw Error(ErrorCode::kServiceUnavailable, failure.what());
  }
}

void Run(PgConnection& connection, std::string_view sql) { connection.Query(sql, sql::Params{}); }

void MakePrivate(const fs::path& path) {
  const FileHandle file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (!file) throw Error(ErrorCode::kServiceUnavailable, fmt::format("cannot write {}", path.string()));
}

/// pg_dump reads the very snapshot that is counted here, whatever others commit meanwhile.
sql::Contents DumpSnapshot(PgConnection& connection, const Secret& url, const fs::path& part) {
  connection.Begin();
  Run(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  connection.AllowLongStatements();
  Run(connection, "SET LOCAL idle_in_transaction_session_timeout = 0");
  const std::string snapshot = connection.Query("SELECT pg_export_snapshot()", sql::Params{}).at(0).Text(0);
  sql::Contents contents = sql::Describe(connection);
  RunClientProgram("pg_dump",
                   {"--format=custom", "--no-owner", "--no-privileges", "--no-password",
                    "--snapshot=" + snapshot, "--file=" + part.string()},
                   url);
  connection.Rollback();
  return contents;
}
}  // namespace

sql::Contents Backup(const ConnectionOptions& options, const fs::path& target) {
  const fs::path part = target.string() + ".part";
  MakePrivate(part);
  try {
    const sql::Contents contents = WithConnection(options, Access::kRead, [&](PgConnection& connection) {
      return DumpSnapshot(connection, options.url, part);
    });
    fs::rename(part, target);
    return contents;
  } catch (...) {
    fs::remove(part);
    throw;
  }
}

bool HasTables(const ConnectionOptions& options) {
  return WithConnection(options, Access::kRead,
                        [](PgConnection& connection) { return !sql::Describe(connection).rows.empty(); });
}

void Restore(const ConnectionOptions& options, const fs::path& backup, const sql::BackupManifest& manifest) {
  const auto known = sql::MigrationsFor(sql::Dialect::kPostgres);
  if (!known.empty() && manifest.contents.schema_version > known.back().version) {
    throw Error(ErrorCode::kConflict, "the backup was made by a newer VSS; restore it with that version");
  }
  const fs::path script = backup.string() + ".restoring.sql";
  MakePrivate(script);
  try {
    RunClientProgram("pg_restore",
                     {"--no-owner", "--no-privileges", "--file=" + script.string(), backup.string()},
                     options.url);
    RunClientProgram(
        "psql",
        {"--no-psqlrc", "--no-password", "--single-transaction", "--quiet", "--set=ON_ERROR_STOP=1",
         "--command=" + std::string(kDropEverything), "--file=" + script.string()},
        options.url);
  } catch (...) {
    fs::remove(script);
    throw;
  }
  fs::remove(script);
  WithConnection(options, Access::kRead, [&](PgConnection& connection) {
    sql::VerifyContents(connection, manifest);
    return true;
  });
}
}  // namespace vss::postgres
