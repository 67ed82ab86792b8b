#pragma once
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace vss {

enum class Transport { kTcp, kUdp };

/// The process that has a port open. pid 0 and no command: it belongs to another user and /proc does not tell
/// us.
struct PortHolder {
  pid_t pid = 0;
  std::string command;
};

/// Who listens on TCP `port`, or has UDP `port` open, on any address; nullopt when it is free. Reads /proc
/// (proc(5): net/tcp, net/udp and the socket links in */fd); blocking, some milliseconds.
std::optional<PortHolder> FindPortHolder(std::uint16_t port, Transport transport,
                                         const std::filesystem::path& proc = "/proc");

/// "port 8083 is in use by pid 4242 (node)".
std::string DescribePortInUse(std::uint16_t port, const PortHolder& holder);
}  // namespace vss
