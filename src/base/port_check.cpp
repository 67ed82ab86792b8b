#include "base/port_check.hpp"

#include <charconv>
#include <fstream>
#include <sstream>

namespace vss {
namespace {
namespace fs = std::filesystem;

std::optional<unsigned> Hex(std::string_view text) {
  unsigned value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  return failure == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// "  0: 0100007F:1F93 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000  0  81234 1 …"
// (slot, local, remote, state, queues, timer, retransmits, uid, timeout, inode); state 0A is LISTEN.
std::optional<std::string> InodeOfLine(const std::string& line, std::uint16_t port, Transport transport) {
  std::istringstream fields(line);
  std::string slot, local, remote, state, queues, timer, retransmits, uid, timeout, inode;
  if (!(fields >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> uid >> timeout >>
        inode))
    return std::nullopt;
  const std::size_t colon = local.rfind(':');
  if (colon == std::string::npos || Hex(std::string_view(local).substr(colon + 1)) != port)
    return std::nullopt;
  if (transport == Transport::kTcp && state != "0A") return std::nullopt;
  return inode;
}

std::optional<std::string> FindInode(std::uint16_t port, Transport transport, const fs::path& proc) {
  const std::string name = transport == Transport::kTcp ? "tcp" : "udp";
  for (const std::string& table : {name, name + "6"}) {
    std::ifstream file(proc / "net" / table);
    for (std::string line; std::getline(file, line);) {
      if (auto inode = InodeOfLine(line, port, transport)) return inode;
    }
  }
  return std::nullopt;
}

bool HasSocket(const fs::path& process, const std::string& link) {
  std::error_code failure;  // processes end while we look, and other users' are closed to us
  for (fs::directory_iterator fd(process / "fd", failure), end; !failure && fd != end;
       fd.increment(failure)) {
    std::error_code unreadable;
    if (fs::read_symlink(fd->path(), unreadable) == link) return true;
  }
  return false;
}

std::string CommandOf(const fs::path& process) {
  std::string name;
  std::ifstream file(process / "comm");
  std::getline(file, name);
  return name;
}

PortHolder FindProcess(const std::string& inode, const fs::path& proc) {
  const std::string link = fmt::format("socket:[{}]", inode);
  std::error_code failure;
  for (fs::directory_iterator entry(proc, failure), end; !failure && entry != end; entry.increment(failure)) {
    const std::string name = entry->path().filename();
    pid_t pid = 0;
    const auto [last, bad] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (bad != std::errc() || last != name.data() + name.size()) continue;
    if (HasSocket(entry->path(), link)) return {pid, CommandOf(entry->path())};
  }
  return {};
}
}  // namespace

std::optional<PortHolder> FindPortHolder(std::uint16_t port, Transport transport, const fs::path& proc) {
  const auto inode = FindInode(port, transport, proc);
  return inode ? std::optional(FindProcess(*inode, proc)) : std::nullopt;
}

std::string DescribePortInUse(std::uint16_t port, const PortHolder& holder) {
  if (holder.pid == 0) return fmt::format("port {} is in use by a process of another user", port);
  return fmt::format("port {} is in use by pid {} ({})", port, holder.pid, holder.command);
}
}  // namespace vss
