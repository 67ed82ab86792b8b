#pragma once
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace vss::realtime {

/// The bounds of the realtime server; docs/reference/realtime.md tells them to users.
struct Settings {
  std::chrono::milliseconds ping_interval{25'000}, ping_timeout{20'000};
  std::chrono::milliseconds upgrade_timeout{10'000};
  std::chrono::milliseconds stall_timeout{20'000};  ///< a reader that takes nothing for so long is dropped
  std::size_t max_clients = 10'000;
  std::size_t max_strangers_per_address = 500;  ///< sessions that have not said who they are
  std::size_t max_message_bytes = 1'000'000;
  std::size_t max_first_message_bytes = 16 * 1024;  ///< until the client is known
  std::size_t max_queue_bytes = 4 * 1024 * 1024, max_queue_frames = 8192;
  std::size_t max_json_depth = 16;
  double events_per_second = 50;  ///< of one client; twice that at once
  int max_refused_connects = 5;
  std::chrono::milliseconds keep_for_recovery{120'000};
  std::size_t max_kept_clients = 10'000, max_kept_events = 10'000, max_kept_bytes = 16 * 1024 * 1024;
  std::vector<std::string> cors_origins;  ///< besides WORKSPACE's own
};
}  // namespace vss::realtime
