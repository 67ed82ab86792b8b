#include "base/port_check.hpp"

#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>

#include "base/files.hpp"
#include "base/testing/temp_folder.hpp"

namespace vss {
namespace {
struct Bound {
  FileHandle handle;
  std::uint16_t port = 0;
};

// A socket on a free loopback port of the kernel's choice.
Bound Bind(int family, int type) {
  Bound bound{FileHandle(::socket(family, type, 0)), 0};
  sockaddr_in6 v6{.sin6_family = AF_INET6,
                  .sin6_port = 0,
                  .sin6_flowinfo = 0,
                  .sin6_addr = in6addr_loopback,
                  .sin6_scope_id = 0};
  sockaddr_in v4{.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
  auto* address = family == AF_INET ? reinterpret_cast<sockaddr*>(&v4) : reinterpret_cast<sockaddr*>(&v6);
  socklen_t size = family == AF_INET ? sizeof(v4) : sizeof(v6);
  EXPECT_EQ(::bind(bound.handle.get(), address, size), 0);
  EXPECT_EQ(::getsockname(bound.handle.get(), address, &size), 0);
  bound.port = ntohs(family == AF_INET ? v4.sin_port : v6.sin6_port);
  return bound;
}

TEST(PortCheck, NamesTheProcessThatListens) {
  const Bound tcp = Bind(AF_INET, SOCK_STREAM);
  ASSERT_EQ(::listen(tcp.handle.get(), 1), 0);
  const auto holder = FindPortHolder(tcp.port, Transport::kTcp);
  ASSERT_TRUE(holder);
  EXPECT_EQ(holder->pid, ::getpid());
  EXPECT_EQ(holder->command, "vss_base_test");
  EXPECT_EQ(DescribePortInUse(tcp.port, *holder),
            fmt::format("port {} is in use by pid {} (vss_base_test)", tcp.port, ::getpid()));
}

TEST(PortCheck, SeesTcpPortsOnlyWhenTheyListen) {
  const Bound tcp = Bind(AF_INET, SOCK_STREAM);
  EXPECT_FALSE(FindPortHolder(tcp.port, Transport::kTcp));
}

TEST(PortCheck, FindsUdpAndKeepsItApartFromTcp) {
  const Bound udp = Bind(AF_INET, SOCK_DGRAM);
  EXPECT_EQ(FindPortHolder(udp.port, Transport::kUdp)->pid, ::getpid());
  EXPECT_FALSE(FindPortHolder(udp.port, Transport::kTcp));
}

TEST(PortCheck, ReadsTheTableOfIpv6AndFdsOfAnyProcess) {
  const test::TempFolder proc;
  std::filesystem::create_directories(proc / "net");
  std::filesystem::create_directories(proc / "4242/fd");
  std::filesystem::create_directories(proc / "self");
  std::filesystem::create_symlink("socket:[81234]", proc / "4242/fd/7");
  std::ofstream(proc / "4242/comm") << "node\n";
  std::ofstream(proc / "net/tcp6")
      << "  sl  local_address remote_address st tx_queue rx_queue tr tm->when retrnsmt uid timeout inode\n"
      << "   0: 00000000000000000000000001000000:1F93 00000000000000000000000000000000:0000 0A "
         "00000000:00000000 "
         "00:00000000 00000000  1000        0 81234 1 0000000000000000 100 0 0 10 0\n";
  const auto holder = FindPortHolder(8083, Transport::kTcp, proc.path());
  ASSERT_TRUE(holder);
  EXPECT_EQ(DescribePortInUse(8083, *holder), "port 8083 is in use by pid 4242 (node)");
  std::filesystem::remove(proc / "4242/fd/7");
  EXPECT_EQ(DescribePortInUse(8083, FindPortHolder(8083, Transport::kTcp, proc.path()).value()),
            "port 8083 is in use by a process of another user");
  EXPECT_FALSE(FindPortHolder(8084, Transport::kTcp, proc.path()));
}
}  // namespace
}  // namespace vss
