#pragma once
#include <span>

#include "base/embedded.hpp"
#include "http/router.hpp"

namespace vss::workspace {

/// WORKSPACE :3000. Owns nothing yet but its front page; forwards the other services' API (forwarding.hpp).
class WorkspaceModule {
 public:
  /// `landing` are the front page and its files (web/landing).
  explicit WorkspaceModule(std::span<const embedded::File> landing) : landing_(landing) {}
  void Mount(http::Router& router);

 private:
  http::Response File(std::string_view name) const;
  std::span<const embedded::File> landing_;
};
}  // namespace vss::workspace
