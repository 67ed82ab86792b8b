#pragma once
#include <optional>
#include <string_view>

#include "workspace/crm/leads/lead_status.hpp"

namespace vss::crm {
/// A status as a list has it: the API's name or what the screens call it, in Russian, English or German.
std::optional<LeadStatus> StatusOfWords(std::string_view text);
}  // namespace vss::crm
