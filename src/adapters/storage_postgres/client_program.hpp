#pragma once
#include <string>
#include <vector>

#include "base/secret.hpp"

namespace vss::postgres {
/// Runs pg_dump, pg_restore or psql and waits. Where to connect, password included, goes through its
/// environment, where other users cannot read it as they can read arguments. Throws
/// Error(kServiceUnavailable) with what the program said, or what to install.
void RunClientProgram(const std::string& program, const std::vector<std::string>& arguments,
                      const Secret& url);
}  // namespace vss::postgres
