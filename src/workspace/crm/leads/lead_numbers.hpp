#pragma once
#include <set>
#include <string>

#include "workspace/crm/leads/lead.hpp"

namespace vss::crm {

/// Every telephone number that stands on the lead, as E.164: its own, and those in further columns that are
/// called a telephone's, or that begin with +. A number without + is one of the country of the lead's own
/// number.
std::set<std::string> NumbersOf(const Lead& lead);

/// Takes the number (E.164) out of the further columns, and of what a merge kept the name and e-mail beside
/// it (phone_2, name_2). False: it is in none of them.
bool TakeNumberOut(Lead& lead, const std::string& phone);
}  // namespace vss::crm
