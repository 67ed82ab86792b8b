#pragma once
#include "dci/log/log_service.hpp"
#include "http/router.hpp"

namespace vss::dci {

/// GET /api/dci/logs, POST /api/dci/log-event.
void MountLog(http::Router& router, LogService& log);
}  // namespace vss::dci
