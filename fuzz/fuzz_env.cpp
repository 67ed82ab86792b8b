#include "base/config/env_file.hpp"
#include "targets.hpp"

// A .env file of anybody's making: names are names, values are one line, and no problem shows a value.
int FuzzEnv(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const vss::config::EnvFile file = vss::config::ParseEnvFile(input);
  for (const auto& [name, entry] : file.values) {
    Expect(!name.empty(), "an accepted name is not empty");
    Expect(entry.line >= 1, "an accepted value knows its line");
    Expect(name.find_first_of("= \t\r\n#") == std::string::npos, "an accepted name is a word");
  }
  for (const std::string& problem : file.problems) {
    Expect(problem.size() < 300, "a problem is said briefly");
  }
  return 0;
}
