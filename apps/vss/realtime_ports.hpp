#pragma once
#include <functional>
#include <map>

#include "http/router.hpp"
#include "realtime/snapshots.hpp"

namespace vss {

/// Snapshots are what the REST lists answer, asked in the process: the same objects, the same data rules.
class RestSnapshots final : public realtime::SnapshotSource {
 public:
  /// `routers` are the services that have the lists; they outlive it.
  explicit RestSnapshots(std::vector<const http::Router*> routers) : routers_(std::move(routers)) {}
  Task<Page> Read(realtime::Topic topic, const Principal& principal, std::string next) override;

 private:
  std::vector<const http::Router*> routers_;
};
}  // namespace vss
