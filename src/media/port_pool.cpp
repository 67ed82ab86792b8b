#include "media/port_pool.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/asio/ip/udp.hpp>
#include <cerrno>

#include "base/log.hpp"

namespace vss::media {
namespace {
using boost::asio::ip::udp;

// RFC 3246: speech is expedited forwarding, DSCP 46. A network that does not care ignores it.
void MarkAsSpeech(int fd, bool v6) {
  const int tos = 46 << 2;
  setsockopt(fd, v6 ? IPPROTO_IPV6 : IPPROTO_IP, v6 ? IPV6_TCLASS : IP_TOS, &tos, sizeof tos);
}

/// An empty handle when it cannot be; errno says why.
FileHandle BindSocket(const boost::asio::ip::address& address, std::uint16_t port) {
  const udp::endpoint local(address, port);
  FileHandle socket(::socket(local.protocol().family(), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket || ::bind(socket.get(), local.data(), static_cast<socklen_t>(local.size())) != 0) {
    const int reason = errno;
    socket = FileHandle();
    errno = reason;
    return FileHandle();
  }
  MarkAsSpeech(socket.get(), address.is_v6());
  return socket;
}

bool OutOfFiles(int error) { return error == EMFILE || error == ENFILE; }
}  // namespace

PortPool::PortPool(boost::asio::ip::address bind, std::uint16_t first, std::uint16_t last)
    : bind_(std::move(bind)) {
  for (unsigned port = (first + 1U) & ~1U; port + 1 <= last; port += 2)
    free_.push_back(static_cast<std::uint16_t>(port));
}

std::optional<PortPair> PortPool::Take() {
  for (std::size_t tries = free_.size(); tries > 0; --tries) {
    const std::uint16_t port = free_.front();
    PortPair pair{.port = port, .rtp = BindSocket(bind_, port), .rtcp = FileHandle()};
    if (pair.rtp) pair.rtcp = BindSocket(bind_, static_cast<std::uint16_t>(port + 1));
    if (pair.rtcp) {
      free_.pop_front();
      return pair;
    }
    if (OutOfFiles(errno)) {
      log::Error("MEDIA", "no more files may be opened: raise the process's limit (ulimit -n)");
      return std::nullopt;
    }
    free_.pop_front();
    free_.push_back(port);
  }
  log::Error("MEDIA", "no free pair of RTP ports in this shard's part of VSS_RTP_PORTS");
  return std::nullopt;
}

std::pair<std::uint16_t, std::uint16_t> PortsOfShard(std::uint16_t first, std::uint16_t last, unsigned shard,
                                                     unsigned count) {
  const unsigned even = (first + 1U) & ~1U;
  const unsigned pairs = last > even ? (last - even + 1U) / 2 : 0;
  const unsigned from = pairs * shard / count, to = pairs * (shard + 1) / count;
  return {static_cast<std::uint16_t>(even + 2 * from), static_cast<std::uint16_t>(even + 2 * to - 1)};
}
}  // namespace vss::media
