#pragma once
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "adapters/storage_sql/database.hpp"
#include "base/embedded.hpp"

namespace vss::embedded {
/// database/migrations/*.sql
std::span<const File> Migrations();
}  // namespace vss::embedded

/// Numbered changes of the schema, applied once each and in order:
/// database/migrations/NNNN_name.<dialect>.sql. A file that was released never changes; table
/// `schema_migrations` remembers its checksum and holds us to it.
namespace vss::sql {

struct Migration {
  std::int64_t version = 0;
  std::string name;      ///< "core"
  std::string file;      ///< "0001_core.sqlite.sql"
  std::string text;      ///< SQL
  std::string checksum;  ///< SHA-256 of the text, hexadecimal
};

/// The migrations of one engine among `files`, by version. Throws Error(kInternal) when a name is ill-formed
/// or a version occurs twice.
std::vector<Migration> MigrationsFor(Dialect dialect,
                                     std::span<const embedded::File> files = embedded::Migrations());

struct MigrationPlan {
  std::int64_t current = 0;  ///< the highest version that the database has, 0 for an empty one
  std::vector<Migration> pending;
};
/// Compares the database with `known`. Throws Error(kConflict) that names the file when an applied migration
/// is not the one in this binary, or when the database was made by a newer VSS.
MigrationPlan PlanMigrations(Session& session, std::span<const Migration> known);

struct MigrationHooks {
  const Clock& clock;
  /// Called before an existing database is changed; makes the backup. An exception stops the migration.
  std::function<void(const MigrationPlan&)> before = [](const MigrationPlan&) {};
};
/// Brings the schema up to `known` in one transaction and returns what was applied. Safe to call from two
/// processes at once: one applies, the other waits and finds nothing to do. Blocking; for start-up and
/// commands.
std::vector<Migration> Migrate(Database& database, std::span<const Migration> known,
                               const MigrationHooks& hooks);

/// All of `known` with the rows of `schema_migrations`, as one script for an empty PostgreSQL
/// (database/init/001_schema.sql).
std::string InitScript(std::span<const Migration> known);
}  // namespace vss::sql
