#pragma once
#include <string_view>

namespace vss {
/// The version of CMakeLists.txt.
inline constexpr std::string_view kVersion = VSS_VERSION;
}  // namespace vss
