#pragma once
#include <memory>

#include "base/clock.hpp"
#include "contracts/principal.hpp"
#include "workspace/reports/dashboard.hpp"

namespace vss::reports {

/// Reads the dashboard. The whole centre's is read at most once a second however many look at it; that
/// of who sees a part of it, which costs only what that part had today, each time. Lives on the HTTP loop.
class DashboardService {
 public:
  DashboardService(Store<Transaction>& store, const Clock& clock) : store_(store), clock_(clock) {}

  Task<std::shared_ptr<const Dashboard>> Get(const Principal& principal);

 private:
  /// Calls by the scope of reports, leads by that of leads.
  struct Scopes {
    RowScope calls, leads;
    bool all() const { return calls.all() && leads.all(); }
  };
  Task<std::shared_ptr<const Dashboard>> Read(Scopes scopes);
  static Dashboard ReadAll(Transaction& tx, const Scopes& scopes, Instant now);

  Store<Transaction>& store_;
  const Clock& clock_;
  std::shared_ptr<const Dashboard> latest_;  ///< of the whole centre
  Steady read_at_{};
  bool reading_ = false;
};
}  // namespace vss::reports
