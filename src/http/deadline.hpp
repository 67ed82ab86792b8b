#pragma once
#include <chrono>
#include <memory>
#include <optional>

#include "http/router.hpp"

namespace vss::http {

/// Runs the handler and answers nullopt when it has not ended by `deadline`, which ends the context's
/// patience. The handler then runs on to its own end (what it committed stays committed) and keeps `context`
/// alive; its late result is dropped.
Task<std::optional<Response>> RunWithin(std::chrono::seconds deadline, std::shared_ptr<Context> context,
                                        Handler handler);
}  // namespace vss::http
