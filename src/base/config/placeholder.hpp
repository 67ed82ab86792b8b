#pragma once
#include <string_view>

namespace vss::config {

/// True for the manual's placeholders and the secrets that everybody tries first. They are refused
/// everywhere, because an installation that starts with one stays with it.
bool IsPlaceholder(std::string_view secret);
}  // namespace vss::config
