#pragma once
#include <span>

#include "base/embedded.hpp"
#include "http/router.hpp"
#include "workspace/web_files.hpp"

namespace vss::workspace {

/// WORKSPACE :3000. Serves the web application; forwards the other services' API (forwarding.hpp).
class WorkspaceModule {
 public:
  /// `web` are the files that the web build made (web/).
  explicit WorkspaceModule(std::span<const embedded::File> web) : web_(web) {}
  void Mount(http::Router& router);

 private:
  WebFiles web_;
};
}  // namespace vss::workspace
