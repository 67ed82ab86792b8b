#include <iostream>

#include "adapters/storage_sql/migrations.hpp"
#include "base/config/load.hpp"
#include "commands/commands.hpp"
#include "open_database.hpp"

namespace vss {
namespace {
void Migrate(MigrationBackup backup) {
  const Config config = LoadConfig();
  const SystemClock clock;
  const auto database = OpenDatabase(config);
  const auto applied = BringUpToDate(*database, config, clock, backup);
  for (const sql::Migration& migration : applied) std::cout << "applied " << migration.file << '\n';
  if (applied.empty()) std::cout << "the schema is up to date\n";
}
}  // namespace

void AddMigrateCommand(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("migrate", "Bring the database up to this version, after a backup");
  auto* print =
      command->add_flag("--print-init")->description("Print the schema for an empty PostgreSQL instead");
  auto* bare = command->add_flag("--no-backup")->description("Change an existing database without a backup");
  command->callback([=, &exit_code] {
    if (print->count() > 0) {
      std::cout << sql::InitScript(sql::MigrationsFor(sql::Dialect::kPostgres));
    } else {
      Migrate(bare->count() > 0 ? MigrationBackup::kNone : MigrationBackup::kFirst);
    }
    exit_code = 0;
  });
}
}  // namespace vss
