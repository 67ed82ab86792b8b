#pragma once
#include <expected>
#include <string>
#include <vector>

#include "workspace/crm/import/column_mapping.hpp"
#include "workspace/crm/leads/lead.hpp"

namespace vss::crm {

/// A row of a file as the lead that it becomes, without id and times. Its other values are the row's own or
/// none; of these the row may have said nothing, and they are what a new lead has by default.
struct LeadRow {
  Lead lead;
  enum class Value { kByDefault, kOfTheRow };
  Value name = Value::kByDefault, status = Value::kByDefault, source = Value::kByDefault,
        region = Value::kByDefault;
  std::vector<std::string> warnings;  ///< the values that could not be taken, and why: "timezone: …"
};

/// Or why it becomes none: only a row without a telephone number, or with more cells than columns. The first
/// cell that holds a number is the lead's; what is clear is taken, and what is not, or has no place (a second
/// number, an unknown status, an e-mail address that is none), is kept among the fields.
std::expected<LeadRow, std::string> ReadLeadRow(const std::vector<std::string>& cells, const Columns& columns,
                                                const ImportOptions& options);

/// A lead that is there already with what the row says, and nothing that it does not say. Who is not to be
/// called stays so.
Lead WithRow(Lead lead, const LeadRow& row);
}  // namespace vss::crm
