#include <cstdio>

#include "base/config/load.hpp"
#include "base/config/text.hpp"
#include "commands/commands.hpp"

namespace vss {
void AddConfigCommand(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("config", "Show the configuration, or print its example file and reference page");
  command->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, std::string (*text)()) {
    command->add_subcommand(name, help)->callback([text, &exit_code] {
      const std::string out = text();
      exit_code = std::fwrite(out.data(), 1, out.size(), stdout) == out.size() ? 0 : 1;
    });
  };
  add("show", "What is in effect and where it comes from, secrets masked",
      [] { return config::Show(config::Load(config::ReadInputs())); });
  add("example", "The text of .env.example", &config::ExampleFile);
  add("reference", "The text of docs/reference/config.md", &config::ReferencePage);
}
}  // namespace vss
