#pragma once
#include <span>
#include <string>
#include <vector>

#include "workspace/crm/leads/lead.hpp"

namespace vss::crm {

/// Leads as CSV (RFC 4180) with a header. `fields` are further columns that leads may have; one that a lead
/// has not is empty.
std::string ToCsv(std::span<const Lead> leads, std::span<const std::string> fields);
}  // namespace vss::crm
