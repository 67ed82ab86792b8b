#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace vss {

/// What the platform stands on, as it is now.
struct PlatformState {
  struct Database {
    bool healthy = true;
    std::string problem;  ///< why not healthy, for the operator
    std::size_t read_queue = 0, write_queue = 0;
  } database;
  struct Outbox {
    std::int64_t depth = 0;
    std::chrono::milliseconds lag{0};
  } outbox;
  struct Pbx {
    bool up = false;
    std::string kind, provider;
    bool test_exchange = false;
  } pbx;
  bool record_basis_missing = false;  ///< calls are to be recorded, and may not be
  struct Disk {
    std::uint64_t total_bytes = 0, free_bytes = 0;
  };
  std::optional<Disk> disk;  ///< of VSS_DATA_DIR; nothing when it cannot be measured
};

/// Answers at once from kept state. Lives on the HTTP loop; wiring implements it.
class PlatformView {
 public:
  virtual ~PlatformView() = default;
  virtual PlatformState Look() const = 0;
};
}  // namespace vss
