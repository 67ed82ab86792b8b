#include "base/instance_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <thread>

#include "base/json.hpp"

namespace vss {
namespace {
namespace fs = std::filesystem;

fs::path LockPath(const fs::path& data_dir) { return data_dir / "vss.lock"; }

std::string Encode(const Instance& instance) {
  json::object ports;
  for (const auto& [service, port] : instance.ports) ports.emplace(service, port);
  return ToText(json::object{
             {"pid", instance.pid}, {"started_at", FormatRfc3339(instance.started_at)}, {"ports", ports}}) +
         "\n";
}

// The first line only: while the holder writes, the rest of a longer predecessor may still follow it.
Instance Decode(std::string_view text) {
  Instance instance;
  try {
    const json::value value = ParseJson(text.substr(0, text.find('\n')));
    const json::object& object = value.as_object();
    instance.pid = object.at("pid").to_number<pid_t>();
    instance.started_at = ParseRfc3339(object.at("started_at").as_string()).value_or(Instant{});
    for (const auto& [service, port] : object.at("ports").as_object()) {
      instance.ports.emplace(service, port.to_number<std::uint16_t>());
    }
  } catch (const std::exception&) {
    return {};  // just starting: it holds the lock and has not said who it is yet
  }
  return instance;
}

// FindInstance of another process holds the lock for an instant, and a server that stops for a little longer.
bool LockWithin(int fd, std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (std::chrono::steady_clock::now() >= until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}
}  // namespace

AlreadyRunning::AlreadyRunning(const fs::path& data_dir, Instance holder)
    : std::runtime_error(fmt::format(
          "{} is in use by VSS with pid {}; stop it first (./run.sh --stop), or set another VSS_DATA_DIR",
          data_dir.string(), holder.pid == 0 ? "unknown (it is starting)" : std::to_string(holder.pid))),
      holder_(std::move(holder)) {}

InstanceLock::InstanceLock(const fs::path& data_dir, const Instance& self) {
  MakePrivateFolder(data_dir);
  const fs::path path = LockPath(data_dir);
  file_ = FileHandle(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!file_)
    throw std::runtime_error(
        fmt::format("cannot open {}: {}", path.string(), std::generic_category().message(errno)));
  if (!LockWithin(file_.get(), std::chrono::milliseconds(250)))
    throw AlreadyRunning(data_dir, Decode(ReadWholeFile(path, 4096)));
  const std::string text = Encode(self);
  if (::pwrite(file_.get(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()) ||
      ::ftruncate(file_.get(), static_cast<off_t>(text.size())) != 0) {
    throw std::runtime_error(
        fmt::format("cannot write {}: {}", path.string(), std::generic_category().message(errno)));
  }
}

std::optional<Instance> FindInstance(const fs::path& data_dir) {
  const fs::path path = LockPath(data_dir);
  const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file || ::flock(file.get(), LOCK_SH | LOCK_NB) == 0) return std::nullopt;
  return Decode(ReadWholeFile(path, 4096));
}
}  // namespace vss
