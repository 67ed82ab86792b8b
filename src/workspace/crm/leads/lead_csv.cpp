#include "workspace/crm/leads/lead_csv.hpp"

#include "base/csv.hpp"

namespace vss::crm {
namespace {
constexpr std::string_view kLeadHeader =
    "id,name,phone,email,status,assigned_seller,source,region,timezone,last_call_at,created_at,updated_at";

std::string LeadCell(const std::optional<std::string>& text) { return text ? CsvCell(*text) : ""; }

std::string LeadLine(const Lead& lead, std::span<const std::string> fields) {
  std::string line =
      fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}", lead.id, CsvCell(lead.client_name),
                  CsvCell(lead.phone), LeadCell(lead.email), ToString(lead.status),
                  LeadCell(lead.assigned_seller), LeadCell(lead.source), LeadCell(lead.region),
                  LeadCell(lead.timezone), lead.last_call_at ? FormatRfc3339(*lead.last_call_at) : "",
                  FormatRfc3339(lead.created_at), FormatRfc3339(lead.updated_at));
  for (const std::string& name : fields) {
    const auto found = lead.fields.find(name);
    line += ',';
    if (found != lead.fields.end()) line += CsvCell(found->second);
  }
  return line + "\r\n";
}
}  // namespace

std::string ToCsv(std::span<const Lead> leads, std::span<const std::string> fields) {
  std::string out(kLeadHeader);
  for (const std::string& name : fields) out += "," + CsvCell(name);
  out += "\r\n";
  for (const Lead& lead : leads) out += LeadLine(lead, fields);
  return out;
}
}  // namespace vss::crm
