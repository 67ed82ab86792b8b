#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace vss::dci {

struct ServiceState {
  std::string name;   ///< workspace, point, dci, ottb
  std::string state;  ///< ok, degraded or down, as its health says
  int port = 0;
};

struct OutboxState {
  std::int64_t depth = 0;            ///< events committed and not yet published
  std::chrono::milliseconds lag{0};  ///< age of the oldest of them
  std::uint64_t published = 0;       ///< since the start of this process
};

struct DatabaseState {
  std::string version;  ///< "SQLite 3.40.1"
  bool healthy = true;
  std::string problem;
  std::size_t read_queue = 0, write_queue = 0;
  std::uint64_t commits = 0, writes = 0;
};

/// What DCI can see of the system that it belongs to. Answers at once, on the loop.
class SystemView {
 public:
  virtual ~SystemView() = default;
  virtual std::vector<ServiceState> Services() = 0;
  virtual OutboxState Outbox() = 0;
  virtual DatabaseState Database() = 0;
};
}  // namespace vss::dci
