#include "media/poller.hpp"

#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace vss::media {
namespace {
constexpr int kMaxEvents = 64;
constexpr int kMaxRounds = 4;  // then the loop's other work has its turn

FileHandle NewEpoll() {
  FileHandle epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll) throw std::runtime_error("cannot create an epoll set: no more files may be opened (ulimit -n)");
  return epoll;
}
}  // namespace

Poller::Poller(boost::asio::io_context& loop) : epoll_(NewEpoll()), descriptor_(loop, epoll_.get()) {
  Wait();
}

Poller::~Poller() { descriptor_.release(); }

void Poller::Add(int socket, std::move_only_function<void()> ready) {
  const std::uint32_t generation = ++generation_;
  entries_[socket] = {generation, std::make_shared<std::move_only_function<void()>>(std::move(ready))};
  epoll_event event{.events = EPOLLIN};
  event.data.u64 = std::uint64_t{generation} << 32 | static_cast<std::uint32_t>(socket);
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, socket, &event);
}

void Poller::Remove(int socket) {
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, socket, nullptr);
  entries_.erase(socket);
}

void Poller::Wait() {
  descriptor_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                         [this, alive = std::weak_ptr(alive_)](const boost::system::error_code& error) {
                           if (error || alive.expired()) return;  // this poller is gone
                           Dispatch();
                           Wait();
                         });
}

void Poller::Dispatch() {
  std::array<epoll_event, kMaxEvents> events;
  for (int round = 0; round < kMaxRounds; ++round) {
    const int count = ::epoll_wait(epoll_.get(), events.data(), kMaxEvents, 0);
    for (int n = 0; n < count; ++n) {
      const auto socket = static_cast<int>(events[n].data.u64 & 0xFFFF'FFFF);
      const auto entry = entries_.find(socket);
      // An earlier callback of this round may have closed it, and its number may be another's by now.
      if (entry == entries_.end() || entry->second.generation != events[n].data.u64 >> 32) continue;
      const auto keep = entry->second.ready;
      (*keep)();
    }
    if (count < kMaxEvents) return;
  }
}
}  // namespace vss::media
