#pragma once
#include <optional>
#include <string_view>

namespace vss::config {

/// The option whose name is so near to `name` that it was probably meant.
std::optional<std::string_view> Suggest(std::string_view name);
}  // namespace vss::config
