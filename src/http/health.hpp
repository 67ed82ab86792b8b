#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"

namespace vss::http {

/// What one check found. kDegraded: the service works with less; kDown: it cannot do its job.
struct HealthCheck {
  enum class Status { kOk, kDegraded, kDown } status = Status::kOk;
  json::object detail;  ///< what the operator should read: version, queue, problem …
};

/// The checks behind /api/health of one service. Checks read kept state and never block.
class HealthBoard {
 public:
  HealthBoard(std::string service, std::string version, Clock& clock)
      : service_(std::move(service)),
        version_(std::move(version)),
        clock_(clock),
        started_(clock.SteadyNow()) {}

  void Add(std::string name, std::function<HealthCheck()> check) {
    checks_.emplace_back(std::move(name), std::move(check));
  }
  void SetReady(bool ready) { ready_ = ready; }

  /// {"status":…,"service":…}, for whom nobody knows.
  json::object Summary() const;
  /// {"status":…,"service":…,"version":…,"uptime_s":…,"checks":{…}}
  json::object Report() const;
  /// True from the end of start-up to the beginning of the stop, while nothing is down.
  bool Ready() const;
  HealthCheck::Status Worst() const;

 private:
  std::string service_, version_;
  Clock& clock_;
  Steady started_;
  bool ready_ = false;
  std::vector<std::pair<std::string, std::function<HealthCheck()>>> checks_;
};
}  // namespace vss::http
