#include "workspace/crm/import/column_mapping.hpp"

#include <algorithm>
#include <set>

#include "base/unicode.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
constexpr std::string_view kFieldPrefix = "fields.";
constexpr std::string_view kKnownFields[] = {"client_name", "phone",    "email", "status",
                                             "source",      "timezone", "region"};

struct Title {
  std::string_view words;  ///< folded, with one space between two
  std::string_view field;
};
// What columns are called in files that people bring.
constexpr Title kTitles[] = {{"client name", "client_name"},
                             {"name", "client_name"},
                             {"full name", "client_name"},
                             {"first name", "client_name"},
                             {"last name", "client_name"},
                             {"contact", "client_name"},
                             {"contact name", "client_name"},
                             {"customer", "client_name"},
                             {"имя", "client_name"},
                             {"фио", "client_name"},
                             {"ф и о", "client_name"},
                             {"фамилия", "client_name"},
                             {"отчество", "client_name"},
                             {"клиент", "client_name"},
                             {"контакт", "client_name"},
                             {"имя клиента", "client_name"},
                             {"phone", "phone"},
                             {"phone number", "phone"},
                             {"telephone", "phone"},
                             {"tel", "phone"},
                             {"mobile", "phone"},
                             {"mobile phone", "phone"},
                             {"телефон", "phone"},
                             {"тел", "phone"},
                             {"номер", "phone"},
                             {"номер телефона", "phone"},
                             {"мобильный", "phone"},
                             {"мобильный телефон", "phone"},
                             {"сотовый", "phone"},
                             {"email", "email"},
                             {"e mail", "email"},
                             {"mail", "email"},
                             {"почта", "email"},
                             {"эл почта", "email"},
                             {"электронная почта", "email"},
                             {"status", "status"},
                             {"статус", "status"},
                             {"source", "source"},
                             {"источник", "source"},
                             {"timezone", "timezone"},
                             {"time zone", "timezone"},
                             {"часовой пояс", "timezone"},
                             {"region", "region"},
                             {"регион", "region"}};

std::optional<std::string> KnownTitle(std::string_view title) {
  const std::string words = fmt::format("{}", fmt::join(FoldedWords(title), " "));
  const auto* const found = std::ranges::find(kTitles, words, &Title::words);
  return found == std::end(kTitles) ? std::nullopt : std::optional(std::string(found->field));
}

bool IsField(std::string_view field) {
  if (field.starts_with(kFieldPrefix)) {
    const std::string_view name = field.substr(kFieldPrefix.size());
    const auto line = CheckLine(name, kMaxFieldName);
    return line && *line == name;
  }
  return std::ranges::find(kKnownFields, field) != std::end(kKnownFields);
}

// Two columns that look like one field by their titles: the first is it, the others are kept as further
// fields.
std::optional<std::string> Proposed(const std::string& title, const std::set<std::string>& taken) {
  auto field = KnownTitle(title);
  if (field && (*field == "client_name" || !taken.contains(*field))) return field;
  const auto line = CheckLine(title, kMaxFieldName);
  return line ? std::optional(std::string(kFieldPrefix) + *line) : std::nullopt;
}

std::optional<std::string> WhyNot(const std::vector<std::string>& titles, const ImportOptions& options) {
  for (const auto& [title, field] : options.mapping) {
    if (std::ranges::find(titles, title) == titles.end())
      return fmt::format("the file has no column \"{}\"; its columns are {}", title.substr(0, 64),
                         fmt::join(titles, ", "));
    if (field && !IsField(*field))
      return fmt::format("\"{}\" is no field; there are {} and fields.<name>", field->substr(0, 64),
                         fmt::join(kKnownFields, ", "));
  }
  return std::nullopt;
}
}  // namespace

std::expected<Columns, std::string> MapColumns(const std::vector<std::string>& titles,
                                               const ImportOptions& options) {
  if (const auto refusal = WhyNot(titles, options)) return std::unexpected(*refusal);
  std::set<std::string> taken;
  for (const auto& [title, field] : options.mapping) {
    if (field && !taken.insert(*field).second && *field != "client_name")
      return std::unexpected(fmt::format("two columns are mapped to {}", *field));
  }
  Columns columns;
  for (const std::string& title : titles) {
    const auto asked = options.mapping.find(title);
    auto field = asked != options.mapping.end() ? asked->second : Proposed(title, taken);
    if (asked == options.mapping.end() && field && !taken.insert(*field).second && *field != "client_name")
      field.reset();
    columns.push_back(std::move(field));
  }
  if (!taken.contains("phone"))
    return std::unexpected(
        fmt::format("no column is mapped to phone; the file's columns are {}", fmt::join(titles, ", ")));
  return columns;
}
}  // namespace vss::crm
