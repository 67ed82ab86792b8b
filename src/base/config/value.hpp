#pragma once
#include <string_view>

#include "base/config/option.hpp"

namespace vss::config {

/// Parses `text` as what `option` takes and sets its member. False: the text is not what Wants(option) says,
/// and the member is as it was.
bool Assign(const Option& option, std::string_view text, Config& config);

/// The name of the system's time zone: TZ, /etc/localtime, /etc/timezone, or UTC.
std::string SystemTimeZone();
bool IsTimeZone(std::string_view name);
}  // namespace vss::config
