#include <iostream>
#include <thread>

#include "backups.hpp"
#include "base/config/load.hpp"
#include "base/error.hpp"
#include "commands/commands.hpp"
#include "open_database.hpp"

namespace vss {
namespace {
struct BackupArguments {
  std::filesystem::path folder;
  std::optional<std::size_t> keep;
  std::optional<std::chrono::seconds> every;
};

void BackUpOnce(const Config& config, const BackupArguments& arguments) {
  const SystemClock clock;
  const std::filesystem::path folder = arguments.folder.empty() ? BackupFolder(config) : arguments.folder;
  const sql::BackupManifest made = BackUp(config, folder, clock);
  std::cout << fmt::format("saved {} ({} bytes, schema {}, sha256 {})\n", (folder / made.file).string(),
                           made.bytes, made.contents.schema_version, made.sha256);
  if (arguments.keep) {
    for (const auto& old : sql::RemoveOldBackups(folder, *arguments.keep))
      std::cout << "removed " << old.string() << '\n';
  }
  std::cout << std::flush;
}

/// Until a signal ends the process. One failure does not end the schedule: the next backup may succeed.
[[noreturn]] void BackUpRegularly(const Config& config, const BackupArguments& arguments) {
  for (;;) {
    try {
      BackUpOnce(config, arguments);
    } catch (const std::exception& e) {
      log::Error("DB", "a backup failed", {{"error", e.what()}});
    }
    std::this_thread::sleep_for(*arguments.every);
  }
}
}  // namespace

void AddBackupCommand(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("backup", "Save the database, also while the server runs");
  const auto arguments = std::make_shared<BackupArguments>();
  command->add_option("--to", arguments->folder, "The folder; default VSS_DATA_DIR/backups");
  command
      ->add_option_function<std::size_t>(
          "--keep", [=](std::size_t count) { arguments->keep = count; },
          "Then delete the oldest backups beyond so many")
      ->check(CLI::Range(1, 10'000));
  command
      ->add_option_function<std::uint64_t>(
          "--schedule", [=](std::uint64_t seconds) { arguments->every = std::chrono::seconds(seconds); },
          "Stay and save again every 30m, 24h, 7d")
      ->transform(CLI::AsNumberWithUnit(
          std::map<std::string, std::uint64_t>{{"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}}))
      ->check(CLI::Range(std::uint64_t{60}, std::uint64_t{31'536'000}));
  command->callback([arguments, &exit_code] {
    const Config config = LoadConfig();
    if (arguments->every) BackUpRegularly(config, *arguments);
    BackUpOnce(config, *arguments);
    exit_code = 0;
  });
}
}  // namespace vss
