#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <unordered_map>

#include "base/files.hpp"

namespace vss::media {

/// Readiness of many sockets behind one descriptor of the loop: an epoll set of its own, so that a packet
/// costs no re-arming of its socket (Asio's async_wait is one epoll_ctl a packet).
class Poller {
 public:
  explicit Poller(boost::asio::io_context& loop);
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  /// `ready` is called while there is something to read. It may add and remove any socket.
  void Add(int socket, std::move_only_function<void()> ready);
  void Remove(int socket);

 private:
  void Wait();
  void Dispatch();

  struct Entry {
    std::uint32_t generation;
    std::shared_ptr<std::move_only_function<void()>> ready;
  };
  FileHandle epoll_;
  boost::asio::posix::stream_descriptor descriptor_;
  std::unordered_map<int, Entry> entries_;
  std::uint32_t generation_ = 0;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};
}  // namespace vss::media
