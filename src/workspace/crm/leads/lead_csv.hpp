#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workspace/crm/leads/lead.hpp"

namespace vss::crm {

/// Instead of names of further columns: every further field that leads have had.
inline constexpr std::string_view kAllFields = "*";

/// What a CSV of leads shows beside what the leads hold.
struct LeadColumns {
  std::vector<std::string> fields;             ///< further columns; one that a lead has not is empty
  std::map<std::string, std::string> sellers;  ///< user name by user id
};

/// Leads as CSV (RFC 4180) with a header.
std::string ToCsv(std::span<const Lead> leads, const LeadColumns& columns);
}  // namespace vss::crm
