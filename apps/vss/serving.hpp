#pragma once
#include "base/config/config.hpp"
#include "platform.hpp"

namespace vss {
/// Runs the platform until it is stopped, and says how it ended (exit_code.hpp). Throws what main maps to
/// exit codes when it cannot start.
int Serve(Config config, Platform::Kind kind);
}  // namespace vss
