#include <CLI/App.hpp>

#include "base/config/load.hpp"
#include "commands/commands.hpp"
#include "serving.hpp"

namespace vss {
namespace {
// A demo keeps to itself whatever the file of settings is made for: its own folder unless the environment
// names one, SQLite in it, and no provider, so that no call leaves this machine.
Config DemoConfig() {
  config::Loaded loaded = config::Load(config::ReadInputs());
  if (loaded.origins["VSS_DATA_DIR"] != "environment") loaded.config.data_dir = "var-demo";
  loaded.config.postgres_url = {};
  loaded.config.provider_host.clear();
  return std::move(loaded.config);
}
}  // namespace

void AddDemoCommand(CLI::App& app, int& exit_code) {
  app.add_subcommand(
         "demo",
         "Run a demo centre that lives, with data of its own (in var-demo, or VSS_DATA_DIR of the "
         "environment) and calls on the test exchange only")
      ->callback([&exit_code] { exit_code = Serve(DemoConfig(), Platform::Kind::kDemo); });
}
}  // namespace vss
