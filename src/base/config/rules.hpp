#pragma once
#include <string>
#include <vector>

#include "base/config/config.hpp"

namespace vss::config {

/// What must hold between options that are each right by themselves; adds a sentence for each that does not.
void CheckTogether(const Config& config, std::vector<std::string>& problems);

/// Puts DB_PASSWORD, RABBITMQ_PASSWORD and REDIS_PASSWORD into URLs that have no password of their own.
void CompleteUrls(Config& config);
}  // namespace vss::config
