#pragma once
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "workspace/crm/import/import_options.hpp"

namespace vss::crm {

/// What each column becomes: a field of the lead, `fields.<name>`, or nothing.
using Columns = std::vector<std::optional<std::string>>;

/// By what was asked for, else by the column's title (Телефон, ФИО, e-mail …), else as a further field of
/// that title. Refuses, saying what to do: a mapping that names no column or no field, two columns for one
/// field (but a name may be made of several), no column with numbers.
std::expected<Columns, std::string> MapColumns(const std::vector<std::string>& titles,
                                               const ImportOptions& options);
}  // namespace vss::crm
