#pragma once
#include "dci/log/log_inbox.hpp"
#include "dci/log/log_service.hpp"
#include "dci/ports/system.hpp"
#include "http/router.hpp"

namespace vss::dci {

/// What GET /api/dci/status puts together.
struct StatusSources {
  std::string version;
  Clock& clock;
  Steady started;
  SystemView& system;
  LogService& log;
  const LogInbox& inbox;
};

/// GET /api/dci/status.
void MountStatus(http::Router& router, StatusSources sources);
}  // namespace vss::dci
