#pragma once
#include <set>
#include <string>

#include "workspace/crm/leads/lead.hpp"

namespace vss::crm {

/// Every telephone number that stands on the lead, as E.164: its own, and those in further columns that are
/// called a telephone's, or that begin with +. A number without + is one of the country of the lead's own
/// number.
std::set<std::string> NumbersOf(const Lead& lead);
}  // namespace vss::crm
