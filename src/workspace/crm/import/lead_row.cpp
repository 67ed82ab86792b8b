#include "workspace/crm/import/lead_row.hpp"

#include <algorithm>

#include "base/phone_number.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
constexpr std::string_view kFieldPrefix = "fields.";

using Refusal = std::optional<std::string>;

template <class T, class F>
Refusal Take(std::string_view field, const Checked& checked, T& target, F assign) {
  if (!checked) return fmt::format("{}: {}", field, checked.error());
  assign(target, *checked);
  return std::nullopt;
}

Refusal TakeLine(std::string_view field, std::string_view text, std::size_t max,
                 std::optional<std::string>& target) {
  return Take(field, CheckLine(text, max), target, [](auto& to, const std::string& line) { to = line; });
}

Refusal TakePhone(std::string_view text, std::string_view country, Lead& lead) {
  const auto number = ParsePhone(text, country);
  if (!number) return "phone: " + number.error();
  lead.phone = number->e164;
  if (!lead.region && number->region.size() == 2) lead.region = number->region;
  return std::nullopt;
}

Refusal TakeStatus(std::string_view text, Lead& lead) {
  const auto status = ParseLeadStatus(text);
  if (!status) return fmt::format("status: {}", kLeadStatusWants);
  lead.status = *status;
  return std::nullopt;
}

Refusal TakeName(std::string_view text, Lead& lead) {
  const std::string whole =
      lead.client_name.empty() ? std::string(text) : lead.client_name + " " + std::string(text);
  return Take("client_name", CheckLine(whole, kMaxName), lead.client_name,
              [](std::string& to, const std::string& line) { to = line; });
}

Refusal TakeExtra(std::string_view name, std::string_view text, Lead& lead) {
  if (text.size() > kMaxFieldValue)
    return fmt::format("fields.{}: is longer than {} bytes", name, kMaxFieldValue);
  if (lead.fields.size() >= kMaxFields) return fmt::format("has more than {} further columns", kMaxFields);
  lead.fields.emplace(name, text);
  return std::nullopt;
}

Refusal TakeCell(std::string_view field, std::string_view text, const ImportOptions& options, Lead& lead) {
  if (text.find('\0') != std::string_view::npos) return fmt::format("{}: holds the character NUL", field);
  if (field == "phone") return TakePhone(text, options.country, lead);
  if (field == "client_name") return TakeName(text, lead);
  if (field == "status") return TakeStatus(text, lead);
  if (field == "source") return TakeLine(field, text, kMaxSource, lead.source);
  if (field == "region") return TakeLine(field, text, kMaxRegion, lead.region);
  const auto assign = [](auto& to, const std::string& value) { to = value; };
  if (field == "email") return Take(field, CheckEmail(text), lead.email, assign);
  if (field == "timezone") return Take(field, CheckTimeZone(text), lead.timezone, assign);
  return TakeExtra(field.substr(kFieldPrefix.size()), text, lead);
}

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t from = text.find_first_not_of(kSpace);
  return from == std::string_view::npos ? std::string_view()
                                        : text.substr(from, text.find_last_not_of(kSpace) + 1 - from);
}
}  // namespace

std::expected<Lead, std::string> ReadLeadRow(const std::vector<std::string>& cells, const Columns& columns,
                                             const ImportOptions& options) {
  if (cells.size() > columns.size())
    return std::unexpected(fmt::format("has {} cells; the header line has {}", cells.size(), columns.size()));
  Lead lead{.status = options.status, .assigned_seller = options.assigned_seller, .source = options.source};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string_view text = Trimmed(cells[i]);
    if (!columns[i] || text.empty()) continue;
    if (auto refusal = TakeCell(*columns[i], text, options, lead))
      return std::unexpected(std::move(*refusal));
  }
  if (lead.phone.empty()) return std::unexpected("phone: is missing");
  if (lead.client_name.empty()) lead.client_name = lead.phone;
  return lead;
}

Lead WithRow(Lead lead, const Lead& row, const Columns& columns) {
  const auto has = [&](std::string_view field) {
    return std::ranges::any_of(columns, [&](const auto& column) { return column && *column == field; });
  };
  if (has("client_name") && row.client_name != row.phone) lead.client_name = row.client_name;
  if (has("status")) lead.status = row.status;
  lead.phone = row.phone;
  if (row.email) lead.email = row.email;
  if (row.source) lead.source = row.source;
  if (row.timezone) lead.timezone = row.timezone;
  if (row.region) lead.region = row.region;
  if (!lead.assigned_seller) lead.assigned_seller = row.assigned_seller;
  for (const auto& [name, value] : row.fields) {
    if (lead.fields.size() < kMaxFields || lead.fields.contains(name)) lead.fields[name] = value;
  }
  return lead;
}
}  // namespace vss::crm
