#pragma once
#include "http/router.hpp"
#include "workspace/crm/leads/lead.hpp"

namespace vss::crm {

/// `country` is that of numbers without +. Each throws Error(kInvalidParams) with every bad field.
CreateLead ParseCreateLead(http::BodyReader body, std::string_view country);
/// `if_match` is the header, if any.
UpdateLead ParseUpdateLead(http::BodyReader body, std::optional<std::string_view> if_match,
                           std::string_view country);
LeadFilter ParseLeadFilter(http::QueryReader& query, std::string_view country);

/// The names of further columns of a CSV, as they were asked for.
std::vector<std::string> ParseExportedFields(http::QueryReader& query);
std::string ETagOf(const Lead& lead);
}  // namespace vss::crm
