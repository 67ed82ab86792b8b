#include "http/spare_file.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string_view>

namespace vss::http {
namespace {
constexpr std::string_view kComeLater =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
}

void SpareFile::Open() { fd_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

void SpareFile::Close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

bool SpareFile::TellOneInBacklog(int listening) {
  if (fd_ < 0) {
    Open();
    if (fd_ < 0) return false;
  }
  Close();
  const int peer = ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (peer >= 0) {
    [[maybe_unused]] const auto sent =
        ::send(peer, kComeLater.data(), kComeLater.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    ::shutdown(peer, SHUT_WR);
    // What was not read would turn the close into a reset, which destroys the answer on its way.
    std::array<char, 4096> waste;
    while (::recv(peer, waste.data(), waste.size(), MSG_DONTWAIT) > 0) {
    }
    ::close(peer);
  }
  Open();
  return peer >= 0;
}
}  // namespace vss::http
