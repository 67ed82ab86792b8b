#pragma once
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workspace/crm/import/import_options.hpp"

namespace vss::crm {

/// Of a column that becomes one of the further fields: `fields.<name>`.
inline constexpr std::string_view kFieldPrefix = "fields.";

struct Column {
  std::string title;
  std::optional<std::string> field;  ///< of the lead, `fields.<name>`, or nothing: left out

  bool operator==(const Column&) const = default;
};
using Columns = std::vector<Column>;

/// Whether a file may be looked at that has no column with numbers yet, so that a person maps one by hand.
enum class PhoneColumn { kRequired, kMayBeMappedLater };

/// By what was asked for, else by the column's title (column_titles.hpp), else as a further field of that
/// title. Refuses, saying what to do: a mapping that names no column or no field, two columns for one field,
/// no column with numbers. A name may be made of several columns, and several may hold numbers.
std::expected<Columns, std::string> MapColumns(const std::vector<std::string>& titles,
                                               const ImportOptions& options,
                                               PhoneColumn phone = PhoneColumn::kRequired);
}  // namespace vss::crm
