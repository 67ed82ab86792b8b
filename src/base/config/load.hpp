#pragma once
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/config/config.hpp"

namespace vss {

/// Ends a start with exit code 2. what() is one problem a line; each names the variable and what it wants,
/// none shows a secret.
class ConfigError : public std::runtime_error {
 public:
  explicit ConfigError(std::vector<std::string> problems);
  const std::vector<std::string>& problems() const { return problems_; }

 private:
  std::vector<std::string> problems_;
};

namespace config {
using Environment = std::map<std::string, std::string, std::less<>>;

/// What configuration is read from.
struct Inputs {
  Environment process;
  std::string file_name;  ///< as shown in errors
  std::string file_text;
};

struct Loaded {
  Config config;
  std::map<std::string, std::string, std::less<>> texts;  ///< option name → its text, where one is set
  std::map<std::string, std::string, std::less<>>
      origins;  ///< option name → "environment", ".env line 7", "default"
};

/// The process environment, and the file VSS_ENV_FILE names, or `.env` of the working directory if there is
/// one. Throws ConfigError when the named file cannot be read.
Inputs ReadInputs();

/// The environment wins over the file; an empty value is not set. Throws ConfigError with all problems at
/// once.
Loaded Load(const Inputs& inputs);
}  // namespace config

/// What the program calls at start.
inline Config LoadConfig() { return config::Load(config::ReadInputs()).config; }
}  // namespace vss
