#include <CLI/App.hpp>
#include <iostream>

#include "commands/commands.hpp"
#include "commands/console_password.hpp"
#include "commands/point_console.hpp"
#include "exit_code.hpp"

namespace vss {
namespace {
struct UserOptions {
  std::string name, role, email;
  bool from_stdin = false, generate = false;

  PasswordSource source() const {
    if (from_stdin) return PasswordSource::kStdin;
    return generate ? PasswordSource::kGenerate : PasswordSource::kAsk;
  }
};

// The generated password is all that goes to standard output, so that scripts can take it from there.
void Report(const std::string& done, const ConsolePassword& chosen,
            const std::optional<std::string>& warning) {
  std::cerr << done << '\n';
  if (chosen.origin == ConsolePassword::Origin::kGenerated) {
    std::cerr << "Its password, shown only this once:\n";
    std::cout << chosen.password.Reveal() << std::endl;
  } else if (warning) {
    std::cerr << "Note: " << *warning << '\n';
  }
}

int Create(const UserOptions& options) {
  PointConsole console(PointConsole::Centre::kMayBeMade);
  const ConsolePassword chosen = ReadConsolePassword(options.source(), options.name, console.random());
  const auto email = options.email.empty() ? std::nullopt : std::optional(options.email);
  const auto made = console.Run(console.users().Create(
      console.caller(),
      {.username = options.name, .password = chosen.password, .email = email, .role = options.role}));
  Report(fmt::format("The user {} was made with the role {}.", made.user.username, made.user.role), chosen,
         made.warning);
  return exit_code::kClean;
}

int ResetPassword(const UserOptions& options) {
  PointConsole console(PointConsole::Centre::kIsThere);
  const ConsolePassword chosen = ReadConsolePassword(options.source(), options.name, console.random());
  const auto changed =
      console.Run(console.users().ResetPassword(console.caller(), options.name, chosen.password));
  Report(fmt::format("The password of {} was changed; all sessions of this user have ended.",
                     changed.user.username),
         chosen, changed.warning);
  return exit_code::kClean;
}

int ResetSecondFactor(const UserOptions& options) {
  PointConsole console(PointConsole::Centre::kIsThere);
  console.Run(console.second_factors().ResetByName(console.caller(), options.name));
  std::cerr << fmt::format("{} has no second factor any more; all sessions of this user have ended.\n",
                           options.name);
  return exit_code::kClean;
}

void AddPasswordOptions(CLI::App& command, UserOptions& options) {
  CLI::Option* from_stdin = command.add_flag("--password-stdin", options.from_stdin,
                                             "Read the password from the first line of standard input");
  command
      .add_flag("--generate", options.generate,
                "Make up a password and print it (the default without a terminal)")
      ->excludes(from_stdin);
}
}  // namespace

void AddUserCommand(CLI::App& app, int& exit_code) {
  CLI::App* user =
      app.add_subcommand("user", "Make a user, or set a user's password; also while the server runs");
  user->require_subcommand(1);
  auto options = std::make_shared<UserOptions>();

  CLI::App* create = user->add_subcommand("create", "Make a user");
  create->add_option("name", options->name, "The user name")->required();
  create->add_option("--role", options->role, "The role, such as operator")->required();
  create->add_option("--email", options->email, "The e-mail address");
  AddPasswordOptions(*create, *options);
  create->callback([options, &exit_code] { exit_code = Create(*options); });

  CLI::App* reset =
      user->add_subcommand("reset-password", "Set a user's password and end the user's sessions");
  reset->add_option("name", options->name, "The user name")->required();
  AddPasswordOptions(*reset, *options);
  reset->callback([options, &exit_code] { exit_code = ResetPassword(*options); });

  CLI::App* forget = user->add_subcommand("reset-second-factor",
                                          "Take a user's second factor away, for who lost the telephone");
  forget->add_option("name", options->name, "The user name")->required();
  forget->callback([options, &exit_code] { exit_code = ResetSecondFactor(*options); });
}
}  // namespace vss
