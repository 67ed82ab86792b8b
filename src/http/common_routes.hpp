#pragma once
#include <span>

#include "base/embedded.hpp"
#include "base/metrics.hpp"
#include "http/health.hpp"
#include "http/router.hpp"

namespace vss::http {

/// The OpenAPI document of the service and the files of the page that shows it.
struct Documentation {
  std::string_view openapi_json;
  std::span<const embedded::File> page;  ///< index.html and what it loads; names end in .gz when compressed
};

/// What every service answers: /api/health, /api/health/live, /api/health/ready, /metrics, /api/openapi.json,
/// /api/docs and the page's files below it. All without a token.
void MountCommon(Router& router, const HealthBoard& health, Metrics& metrics, Documentation documentation);
}  // namespace vss::http
