#include "media/speech.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/files.hpp"
#include "media/prompts.hpp"

namespace vss::media {
namespace {
using SteadyTime = std::chrono::steady_clock::time_point;

bool IsLanguage(std::string_view text) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return text.size() >= 2 && text.size() <= 16 && text.front() != '-' && std::ranges::all_of(text, allowed);
}

/// A running program: a socket that is its standard input and output. Killed and waited for at the end.
class Program {
 public:
  static std::expected<Program, std::string> Start(const std::string& name,
                                                   const std::vector<std::string>& arguments);
  Program(Program&& other) noexcept : pipe_(std::move(other.pipe_)), pid_(std::exchange(other.pid_, -1)) {}
  ~Program() {
    if (pid_ > 0) ::kill(pid_, SIGKILL);
    Wait();
  }

  int socket() const { return pipe_.get(); }
  /// true when it ended by itself and said that all went well.
  bool Wait() {
    int status = -1;
    if (pid_ <= 0) return false;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

 private:
  Program(FileHandle pipe, pid_t pid) : pipe_(std::move(pipe)), pid_(pid) {}
  FileHandle pipe_;
  pid_t pid_;
};

std::expected<Program, std::string> Program::Start(const std::string& name,
                                                   const std::vector<std::string>& arguments) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return std::unexpected("no more files may be opened");
  FileHandle ours(ends[0]);
  const FileHandle theirs(ends[1]);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, theirs.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, theirs.get(), STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::vector<char*> argv{const_cast<char*>(name.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  std::array<std::string, 2> variables{
      std::string("PATH=") + (::getenv("PATH") ? ::getenv("PATH") : "/usr/bin"), "LC_ALL=C.UTF-8"};
  std::array<char*, 3> environment{variables[0].data(), variables[1].data(), nullptr};
  pid_t pid = -1;
  const int failed = ::posix_spawnp(&pid, name.c_str(), &actions, nullptr, argv.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed == ENOENT) return std::unexpected(name + " is not installed");
  if (failed != 0) return std::unexpected(name + " cannot be started: " + std::strerror(failed));
  return Program(std::move(ours), pid);
}

bool Ready(int socket, short events, SteadyTime deadline) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
  pollfd poll{.fd = socket, .events = events, .revents = 0};
  return left > 0 && ::poll(&poll, 1, static_cast<int>(left)) > 0;
}

bool SendAll(int socket, std::string_view text, SteadyTime deadline) {
  while (!text.empty()) {
    if (!Ready(socket, POLLOUT, deadline)) return false;
    const auto sent = ::send(socket, text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return false;
    if (sent > 0) text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return ::shutdown(socket, SHUT_WR) == 0;
}

std::expected<std::vector<std::uint8_t>, std::string> ReadAll(int socket, std::size_t limit,
                                                              SteadyTime deadline) {
  std::vector<std::uint8_t> all;
  std::array<std::uint8_t, 65'536> part;
  while (Ready(socket, POLLIN, deadline)) {
    const auto got = ::recv(socket, part.data(), part.size(), MSG_DONTWAIT);
    if (got == 0) return all;
    if (got < 0 && errno != EAGAIN && errno != EINTR) return std::unexpected("the speech program broke off");
    if (got > 0) all.insert(all.end(), part.begin(), part.begin() + got);
    if (all.size() > limit) return std::unexpected("the speech is too long");
  }
  return std::unexpected("the speech program took too long");
}
}  // namespace

std::expected<Engine::Samples, std::string> SpeakToSamples(std::string_view text, std::string_view language,
                                                           const SpeechLimits& limits) {
  if (text.empty() || text.size() > limits.max_text_bytes)
    return std::unexpected("the text is empty or too long");
  if (!IsLanguage(language)) return std::unexpected("the language is not one");
  auto program = Program::Start(limits.program, {"--stdin", "--stdout", "-v", std::string(language)});
  if (!program) return std::unexpected(program.error());
  const auto deadline = std::chrono::steady_clock::now() + limits.timeout;
  if (!SendAll(program->socket(), text, deadline))
    return std::unexpected(limits.program + " did not take the text: does it know the language?");
  const auto wav = ReadAll(program->socket(), limits.max_wav_bytes, deadline);
  if (!wav) return std::unexpected(wav.error());
  const auto samples = DecodePrompt(*wav);
  if (!samples) return std::unexpected(limits.program + " gave no speech: does it know the language?");
  return samples;
}
}  // namespace vss::media
