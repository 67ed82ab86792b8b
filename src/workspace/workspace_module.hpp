#pragma once
#include <span>
#include <string>

#include "base/embedded.hpp"
#include "http/router.hpp"
#include "workspace/web_files.hpp"

namespace vss::workspace {

/// Where the centre is: what a page needs to read numbers and times as people there do.
struct Centre {
  std::string country;   ///< ISO 3166 (VSS_COUNTRY): of numbers without +
  std::string timezone;  ///< IANA (VSS_TIMEZONE)
};

/// WORKSPACE :3000. Serves the web application; forwards the other services' API (forwarding.hpp).
class WorkspaceModule {
 public:
  /// `web` are the files that the web build made (web/).
  WorkspaceModule(std::span<const embedded::File> web, Centre centre)
      : web_(web), centre_(std::move(centre)) {}
  void Mount(http::Router& router);

 private:
  WebFiles web_;
  Centre centre_;
};
}  // namespace vss::workspace
