#include <CLI/App.hpp>

#include "base/config/load.hpp"
#include "commands/commands.hpp"
#include "serving.hpp"

namespace vss {

void AddServeCommand(CLI::App& app, int& exit_code) {
  app.add_subcommand("serve", "Run the platform: the four services in this process")->callback([&exit_code] {
    exit_code = Serve(LoadConfig(), Platform::Kind::kCentre);
  });
}
}  // namespace vss
