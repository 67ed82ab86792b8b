#pragma once
#include <expected>
#include <string>
#include <vector>

#include "workspace/crm/import/column_mapping.hpp"
#include "workspace/crm/leads/lead.hpp"

namespace vss::crm {

/// A row of a file as the lead that it becomes, without id and times; or why it becomes none. A row without a
/// name is called by its number.
std::expected<Lead, std::string> ReadLeadRow(const std::vector<std::string>& cells, const Columns& columns,
                                             const ImportOptions& options);

/// A lead that is there already with what the row says: only fields that the row has.
Lead WithRow(Lead lead, const Lead& row, const Columns& columns);
}  // namespace vss::crm
