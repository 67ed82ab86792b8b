#include "commands/console_password.hpp"

#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "base/error.hpp"

namespace vss {
namespace {
constexpr std::size_t kGeneratedLength = 24;

// Turns the terminal's echo off until it goes out of scope.
class Silence {
 public:
  Silence() {
    tcgetattr(STDIN_FILENO, &before_);
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~Silence() { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;

 private:
  termios before_{};
};

Secret ReadLine() {
  std::string line;
  std::getline(std::cin, line);
  if (line.ends_with('\r')) line.pop_back();
  if (line.empty()) throw Error(ErrorCode::kInvalidParams, "no password was given");
  return Secret(std::move(line));
}

Secret Prompt(const std::string& text) {
  const Silence silence;
  std::cerr << text << std::flush;
  Secret typed = ReadLine();
  std::cerr << '\n';
  return typed;
}

Secret Ask(const std::string& username) {
  Secret typed = Prompt("New password of " + username + ": ");
  if (Prompt("Once more: ").Reveal() != typed.Reveal()) {
    throw Error(ErrorCode::kInvalidParams, "the two passwords differ; nothing was changed");
  }
  return typed;
}
}  // namespace

ConsolePassword ReadConsolePassword(PasswordSource source, const std::string& username, Random& random) {
  if (source == PasswordSource::kStdin) return {.password = ReadLine()};
  if (source == PasswordSource::kAsk && isatty(STDIN_FILENO) == 1) return {.password = Ask(username)};
  return {.password = Secret(random.Password(kGeneratedLength)),
          .origin = ConsolePassword::Origin::kGenerated};
}
}  // namespace vss
