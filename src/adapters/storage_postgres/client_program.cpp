#include "adapters/storage_postgres/client_program.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

#include "base/error.hpp"
#include "base/files.hpp"

namespace vss::postgres {
namespace {
Error Failed(std::string message) { return Error(ErrorCode::kServiceUnavailable, std::move(message)); }

/// Our own environment, and the parts of `url` as the variables that libpq reads (PGHOST, PGPASSWORD …).
std::vector<std::string> EnvironmentFor(const Secret& url) {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (std::strncmp(*variable, "PG", 2) != 0) variables.emplace_back(*variable);
  }
  PQconninfoOption* options = PQconninfoParse(url.Reveal().c_str(), nullptr);
  if (options == nullptr) throw Failed("the connection URL is not well-formed");
  for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
    if (option->envvar != nullptr && option->val != nullptr)
      variables.push_back(fmt::format("{}={}", option->envvar, option->val));
  }
  PQconninfoFree(options);
  return variables;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// The last bytes of what the program wrote, bounded.
std::string ReadAll(int fd) {
  constexpr std::size_t kMaxKept = 4000;
  std::string text;
  char buffer[1024];
  for (ssize_t got = 0; (got = ::read(fd, buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<std::size_t>(got));
    if (text.size() > kMaxKept) text.erase(0, text.size() - kMaxKept);
  }
  return text;
}
}  // namespace

void RunClientProgram(const std::string& program, const std::vector<std::string>& arguments,
                      const Secret& url) {
  std::vector<std::string> argument_texts{program}, variables = EnvironmentFor(url);
  argument_texts.insert(argument_texts.end(), arguments.begin(), arguments.end());
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw Failed("cannot make a pipe");
  const FileHandle from(ends[0]);
  FileHandle to(ends[1]);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, to.get(), STDERR_FILENO);
  pid_t child = 0;
  const int error = ::posix_spawnp(&child, program.c_str(), &actions, nullptr,
                                   Pointers(argument_texts).data(), Pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    throw Failed(fmt::format("cannot run {}: {} (apt-get install postgresql-client)", program,
                             std::generic_category().message(error)));
  }
  to = FileHandle();
  const std::string said = ReadAll(from.get());
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw Failed(fmt::format("{} failed: {}", program, said));
}
}  // namespace vss::postgres
