#pragma once
#include <string>
#include <string_view>

namespace vss {

/// `text` with the middle of each telephone number in it hidden: +7903•••4567. For log lines, which are read
/// by who may not see the calls. Runs of seven digits or more count as numbers; shorter ones are lines,
/// ports and codes.
std::string MaskNumbers(std::string_view text);
}  // namespace vss
