#include "workspace/reports/numbers_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/csv.hpp"

namespace vss::reports {
namespace {
double Seconds(std::chrono::milliseconds time) { return static_cast<double>(time.count()) / 1000; }

// Three digits after the point are all that was measured.
double Rounded(double number) { return std::round(number * 1000) / 1000; }

std::optional<double> Per(double sum, std::int64_t count) {
  if (count <= 0) return std::nullopt;
  return Rounded(sum / static_cast<double>(count));
}

json::value OrNull(std::optional<double> number) {
  return number ? json::value(Rounded(*number)) : json::value(nullptr);
}

// The columns that say what a row is of.
void AddKey(json::object& out, ReportKind kind, const ReportRow& row) {
  switch (kind) {
    case ReportKind::kDaily:
      out["day"] = row.key;
      break;
    case ReportKind::kOperator:
      out["user_id"] = row.key;
      out["username"] = row.name;
      break;
    case ReportKind::kSlots: {
      std::int64_t id = 0;
      std::from_chars(row.key.data(), row.key.data() + row.key.size(), id);
      out["slot_id"] = id;
      out["number"] = row.name;
      break;
    }
    case ReportKind::kCampaign:
      out["campaign_id"] = row.key;
      break;
  }
}

json::object RowOf(ReportKind kind, const ReportRow& row) {
  json::object out;
  AddKey(out, kind, row);
  for (const auto& [name, value] : ToJson(row.numbers)) out[name] = value;
  if (kind == ReportKind::kSlots) {
    out["busy_s"] = Seconds(row.numbers.line);
    out["utilisation_pct"] = OrNull(row.utilisation_pct);
    out["faults"] = row.numbers.faults;
  }
  return out;
}

std::string CellOf(std::string_view name, const json::value& value, DecimalSign sign) {
  if (value.is_null()) return "";
  if (value.is_string()) return CsvCell(value.get_string());
  if (!value.is_double()) return ToText(value);
  if (name.ends_with("_s")) return fmt::format("{:.0f}", std::round(value.get_double()));
  std::string number = fmt::format("{:.3f}", value.get_double());
  if (sign == DecimalSign::kComma) std::ranges::replace(number, '.', ',');
  return CsvCell(number);
}

void AppendLine(std::string& csv, const std::vector<std::string>& cells) {
  csv += fmt::format("{}\r\n", fmt::join(cells, ","));
}
}  // namespace

json::object ToJson(const CallNumbers& numbers) {
  return {{"attempts", numbers.attempts},
          {"answered", numbers.answered},
          {"busy", numbers.busy},
          {"no_answer", numbers.no_answer},
          {"failed", numbers.failed},
          {"cancelled", numbers.cancelled},
          {"talk_s", Seconds(numbers.talk)},
          {"avg_talk_s", OrNull(Per(Seconds(numbers.talk), numbers.answered))},
          {"avg_ring_s", OrNull(Per(Seconds(numbers.ring), numbers.rang))},
          {"asr_pct", OrNull(Per(100.0 * static_cast<double>(numbers.answered), numbers.attempts))},
          {"not_placed", numbers.not_placed}};
}

json::object ToJson(const Report& report, const std::string& timezone) {
  json::array rows;
  for (const ReportRow& row : report.rows) rows.push_back(RowOf(report.kind, row));
  return {{"from", report.days.first},
          {"to", report.days.last},
          {"timezone", timezone.empty() ? json::value(nullptr) : json::value(timezone)},
          {"complete", report.complete},
          {"rows", std::move(rows)},
          {"total", ToJson(report.total)},
          {"not_in_rows", report.not_in_rows}};
}

// The columns are the fields of the JSON, in their order.
std::string ToCsv(const Report& report, DecimalSign sign) {
  std::string csv;
  std::vector<std::string> header;
  for (const auto& field : RowOf(report.kind, ReportRow{})) header.emplace_back(field.key());
  AppendLine(csv, header);
  for (const ReportRow& row : report.rows) {
    std::vector<std::string> cells;
    for (const auto& field : RowOf(report.kind, row))
      cells.push_back(CellOf(field.key(), field.value(), sign));
    AppendLine(csv, cells);
  }
  return csv;
}
}  // namespace vss::reports
