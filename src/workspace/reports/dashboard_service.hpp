#pragma once
#include <memory>

#include "base/clock.hpp"
#include "contracts/principal.hpp"
#include "workspace/reports/dashboard.hpp"

namespace vss::reports {

/// Reads the dashboard. The whole centre's is read at most once a second however many look at it; a seller's,
/// which costs only what the seller's leads had today, each time. Lives on the HTTP loop.
class DashboardService {
 public:
  DashboardService(Store<Transaction>& store, const Clock& clock) : store_(store), clock_(clock) {}

  Task<std::shared_ptr<const Dashboard>> Get(const Principal& principal);

 private:
  Task<std::shared_ptr<const Dashboard>> Read(LeadScope scope);

  Store<Transaction>& store_;
  const Clock& clock_;
  std::shared_ptr<const Dashboard> latest_;  ///< of the whole centre
  Steady read_at_{};
  bool reading_ = false;
};
}  // namespace vss::reports
