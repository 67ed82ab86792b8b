#include "workspace/crm/leads/lead_csv.hpp"

#include "base/csv.hpp"

namespace vss::crm {
namespace {
constexpr std::string_view kLeadHeader =
    "id,name,phone,email,status,assigned_seller,assigned_seller_name,source,region,timezone,last_call_at,"
    "created_at,updated_at";

std::string LeadCell(const std::optional<std::string>& text) { return text ? CsvCell(*text) : ""; }

std::string SellerName(const Lead& lead, const LeadColumns& columns) {
  const auto found =
      lead.assigned_seller ? columns.sellers.find(*lead.assigned_seller) : columns.sellers.end();
  return found == columns.sellers.end() ? "" : CsvCell(found->second);
}

std::string LeadLine(const Lead& lead, const LeadColumns& columns) {
  std::string line = fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}", lead.id, CsvCell(lead.client_name),
                                 CsvCell(lead.phone), LeadCell(lead.email), ToString(lead.status),
                                 LeadCell(lead.assigned_seller), SellerName(lead, columns),
                                 LeadCell(lead.source), LeadCell(lead.region), LeadCell(lead.timezone),
                                 lead.last_call_at ? FormatRfc3339(*lead.last_call_at) : "",
                                 FormatRfc3339(lead.created_at), FormatRfc3339(lead.updated_at));
  for (const std::string& name : columns.fields) {
    const auto found = lead.fields.find(name);
    line += ',';
    if (found != lead.fields.end()) line += CsvCell(found->second);
  }
  return line + "\r\n";
}
}  // namespace

std::string ToCsv(std::span<const Lead> leads, const LeadColumns& columns) {
  std::string out(kLeadHeader);
  for (const std::string& name : columns.fields) out += "," + CsvCell(name);
  out += "\r\n";
  for (const Lead& lead : leads) out += LeadLine(lead, columns);
  return out;
}
}  // namespace vss::crm
