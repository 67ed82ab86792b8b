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
  // What was not read would turn the close into a reset, which destroys the answer on its way.
  std::array<char, 4096> waste;
  for (int most = 16; most > 0 && ::recv(fd_, waste.data(), waste.size(), MSG_DONTWAIT) > 0;) --most;
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

bool SpareFile::TellOneInBacklog(int listening) {
  if (fd_ < 0) Open();
  if (fd_ < 0) return false;
  Close();
  fd_ = ::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (fd_ < 0) {
    Open();
    return false;
  }
  [[maybe_unused]] const auto sent =
      ::send(fd_, kComeLater.data(), kComeLater.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  ::shutdown(fd_, SHUT_WR);
  return true;
}
}  // namespace vss::http
