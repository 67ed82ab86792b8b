#include <iostream>

#include "commands/commands.hpp"
#include "version.hpp"

namespace vss {
void AddVersionCommand(CLI::App& app, int&) {
  app.add_subcommand("version", "Print the version")->callback([] {
    std::cout << "vss " << kVersion << '\n';
  });
}
}  // namespace vss
