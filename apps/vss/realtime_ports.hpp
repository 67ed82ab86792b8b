#pragma once
#include <functional>
#include <map>

#include "contracts/leads.hpp"
#include "http/router.hpp"
#include "realtime/snapshots.hpp"
#include "realtime/visibility.hpp"

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

/// Whose lead an event is about, asked of whoever owns the leads.
class LeadVisibility final : public realtime::Visibility {
 public:
  /// `leads` outlives it.
  explicit LeadVisibility(LeadDirectory& leads) : leads_(leads) {}
  bool SeesAllRows(const Principal& principal) const override { return !LeadScopeOf(principal).seller; }
  Task<std::optional<std::string>> SellerOf(std::string lead_id) override {
    const auto owner = co_await leads_.OwnerOf(std::move(lead_id));
    co_return owner ? owner->seller : std::nullopt;
  }

 private:
  LeadDirectory& leads_;
};
}  // namespace vss
