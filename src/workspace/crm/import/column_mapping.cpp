#include "workspace/crm/import/column_mapping.hpp"

#include <algorithm>
#include <set>

#include "base/unicode.hpp"
#include "workspace/crm/import/column_titles.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
constexpr std::string_view kKnownFields[] = {"client_name", "phone",    "email", "status",
                                             "source",      "timezone", "region"};

// What the export of leads says besides: VSS itself keeps these, and a file that comes back changes none.
constexpr std::string_view kKeptByVss[] = {"id",           "assigned_seller", "assigned_seller_name",
                                           "last_call_at", "created_at",      "updated_at"};

bool IsField(std::string_view field) {
  if (field.starts_with(kFieldPrefix)) {
    const std::string_view name = field.substr(kFieldPrefix.size());
    const auto line = CheckLine(name, kMaxFieldName);
    return line && *line == name;
  }
  return std::ranges::find(kKnownFields, field) != std::end(kKnownFields);
}

// First and last name are one, and of several numbers the first that is filled counts.
bool MayRepeat(std::string_view field) { return field == "client_name" || field == "phone"; }

// Two columns that look like one field by their titles: the first is it, the others are kept as further
// fields.
std::optional<std::string> Proposed(const std::string& title, const std::set<std::string>& taken) {
  if (std::ranges::find(kKeptByVss, title) != std::end(kKeptByVss)) return std::nullopt;
  const auto field = FieldOfTitle(title);
  if (field && (MayRepeat(*field) || !taken.contains(std::string(*field)))) return std::string(*field);
  const auto line = CheckLine(title, kMaxFieldName);
  return line ? std::optional(std::string(kFieldPrefix) + *line) : std::nullopt;
}

std::optional<std::string> WhyNotMapped(const std::vector<std::string>& titles,
                                        const ImportOptions& options) {
  std::set<std::string> taken;
  for (const auto& [title, field] : options.mapping) {
    if (std::ranges::find(titles, title) == titles.end())
      return fmt::format("the file has no column \"{}\"; its columns are {}", CleanText(title, 64),
                         fmt::join(titles, ", "));
    if (field && !IsField(*field))
      return fmt::format("\"{}\" is no field; there are {} and fields.<name>", CleanText(*field, 64),
                         fmt::join(kKnownFields, ", "));
    if (field && !taken.insert(*field).second && !MayRepeat(*field))
      return fmt::format("two columns are mapped to {}", *field);
  }
  return std::nullopt;
}
}  // namespace

std::expected<Columns, std::string> MapColumns(const std::vector<std::string>& titles,
                                               const ImportOptions& options, PhoneColumn phone) {
  if (const auto refusal = WhyNotMapped(titles, options)) return std::unexpected(*refusal);
  std::set<std::string> taken;
  for (const auto& [title, field] : options.mapping) {
    if (field) taken.insert(*field);
  }
  Columns columns;
  for (const std::string& title : titles) {
    const auto asked = options.mapping.find(title);
    auto field = asked != options.mapping.end() ? asked->second : Proposed(title, taken);
    if (asked == options.mapping.end() && field && !taken.insert(*field).second && !MayRepeat(*field))
      field.reset();
    columns.push_back({title, std::move(field)});
  }
  if (phone == PhoneColumn::kRequired && !taken.contains("phone"))
    return std::unexpected(
        fmt::format("no column is mapped to phone; the file's columns are {}", fmt::join(titles, ", ")));
  return columns;
}
}  // namespace vss::crm
