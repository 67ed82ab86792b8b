#pragma once
#include <string>

#include "base/random.hpp"
#include "base/secret.hpp"

namespace vss {

/// Where a command takes a new password from.
enum class PasswordSource {
  kAsk,       ///< typed twice without echo; made up when standard input is no terminal
  kStdin,     ///< the first line of standard input
  kGenerate,  ///< made up
};

struct ConsolePassword {
  Secret password;
  enum class Origin { kGiven, kGenerated } origin = Origin::kGiven;
};

/// Throws Error(kInvalidParams) when nothing was given or the two differ.
ConsolePassword ReadConsolePassword(PasswordSource source, const std::string& username, Random& random);
}  // namespace vss
