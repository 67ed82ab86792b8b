#include "sip/shard/shard.hpp"

#include <fmt/format.h>
#include <pthread.h>

#include <future>

namespace vss::sip {

Shard::~Shard() {
  if (thread_.joinable()) Stop([] {});
}

void Shard::Start() {
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), fmt::format("sip-{}", number_).c_str());
    loop_.Run();
  });
}

void Shard::Call(std::move_only_function<void()> work) {
  if (!thread_.joinable()) return work();
  std::packaged_task<void()> task([&work] { work(); });
  auto done = task.get_future();
  loop_.Post([&task] { task(); });
  done.get();
}

void Shard::Stop(std::move_only_function<void()> release) {
  Call(std::move(release));
  loop_.Post([this] { loop_.Stop(); });
  if (thread_.joinable()) thread_.join();
}
}  // namespace vss::sip
