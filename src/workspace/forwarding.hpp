#pragma once
#include <map>
#include <string>

#include "http/dispatcher.hpp"

namespace vss::workspace {

/// WORKSPACE serves its own paths first and forwards the rest of /api by this table, so that the browser
/// needs one origin only. One row a prefix; api/workspace.yaml shows the same table to callers.
struct ForwardingRow {
  std::string_view prefix;
  std::string_view service;
};
std::span<const ForwardingRow> ForwardingTable();

/// Adds the table to WORKSPACE's dispatcher. `routers` maps a service name to its routes; rows of services
/// that do not run in this process are left out.
void AddForwarding(http::Dispatcher& workspace,
                   const std::map<std::string, const http::Router*, std::less<>>& routers);
}  // namespace vss::workspace
