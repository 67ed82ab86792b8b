#include <iostream>

#include "backups.hpp"
#include "base/config/load.hpp"
#include "commands/commands.hpp"

namespace vss {
void AddRestoreCommand(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("restore", "Put a backup in the place of the database; the server must be stopped");
  const auto file = std::make_shared<std::filesystem::path>();
  command->add_option("file", *file, "The backup; its manifest lies beside it")->required();
  auto* force = command->add_flag("--force")->description("Replace an existing database");
  command->callback([=, &exit_code] {
    const Config config = LoadConfig();
    const SystemClock clock;
    const auto overwrite = force->count() > 0 ? Overwrite::kAllow : Overwrite::kRefuse;
    const sql::BackupManifest restored = RestoreBackup(config, *file, overwrite, clock);
    std::int64_t rows = 0;
    for (const auto& [table, count] : restored.contents.rows) rows += count;
    std::cout << fmt::format("restored {}: {} tables, {} rows, schema {}\n", restored.file,
                             restored.contents.rows.size(), rows, restored.contents.schema_version);
    exit_code = 0;
  });
}
}  // namespace vss
