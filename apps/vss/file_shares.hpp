#pragma once
#include "base/config/config.hpp"
#include "base/net/connection_budget.hpp"
#include "base/net/open_files.hpp"

namespace vss {

/// What this process may open, shared as the configuration wants it. Raises the limit.
inline FileShares OpenFileShares(const Config& config) {
  const auto http = static_cast<std::size_t>(config.http_max_connections) +
                    static_cast<std::size_t>(config.realtime_max_clients);
  return ShareOpenFiles(RaiseOpenFiles(), {.http = http, .sip = ConnectionBudget::Limits().total});
}
}  // namespace vss
