#include "workspace/crm/import/import_json.hpp"

#include <algorithm>

#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
constexpr std::size_t kShownRows = 20, kShownRejects = 50, kSamples = 3;

std::string_view DelimiterName(char delimiter) {
  switch (delimiter) {
    case ';':
      return "semicolon";
    case '\t':
      return "tab";
    case '|':
      return "pipe";
    default:
      return "comma";
  }
}

json::array TextsOf(const std::vector<std::string>& texts) { return json::array(texts.begin(), texts.end()); }

json::object ColumnOf(const ImportPreview& preview, std::size_t column) {
  json::array samples;
  for (const FileRow& row : preview.rows) {
    if (column < row.cells.size() && !row.cells[column].empty()) samples.emplace_back(row.cells[column]);
    if (samples.size() == kSamples) break;
  }
  return {{"title", preview.columns[column].title},
          {"field", OrNull(preview.columns[column].field)},
          {"samples", std::move(samples)}};
}
}  // namespace

json::object ToJson(const Import& import) {
  return {{"id", import.id},
          {"name", import.name},
          {"state", ToString(import.state)},
          {"policy", import.options.at("policy")},
          {"bytes", import.bytes},
          {"bytes_read", import.bytes_read},
          {"rows", import.counts.rows},
          {"created", import.counts.created},
          {"updated", import.counts.updated},
          {"skipped", import.counts.skipped},
          {"rejected", import.counts.rejected},
          {"do_not_call", import.counts.do_not_call},
          {"warned", import.counts.warned},
          {"problem", OrNull(import.problem)},
          {"user_id", OrNull(import.user_id)},
          {"username", import.username},
          {"created_at", FormatRfc3339(import.created_at)},
          {"started_at", OrNull(import.started_at)},
          {"finished_at", OrNull(import.finished_at)}};
}

json::object ToJson(const ImportPreview& preview) {
  json::array columns, rows, rejects, warnings;
  for (std::size_t i = 0; i < preview.columns.size(); ++i) columns.push_back(ColumnOf(preview, i));
  std::int64_t valid = 0;
  for (const FileRow& row : preview.rows) {
    if (rows.size() < kShownRows) rows.push_back(TextsOf(row.cells));
    valid += row.lead ? 1 : 0;
    if (!row.lead && rejects.size() < kShownRejects)
      rejects.push_back({{"row", row.line}, {"reason", row.reason}, {"values", TextsOf(row.cells)}});
    if (row.lead && !row.lead->warnings.empty() && warnings.size() < kShownRejects)
      warnings.push_back({{"row", row.line}, {"reasons", TextsOf(row.lead->warnings)}});
  }
  return {{"delimiter", DelimiterName(*preview.options.delimiter)},
          {"encoding", kEncodingNames[static_cast<std::size_t>(*preview.options.encoding)]},
          {"columns", std::move(columns)},
          {"rows_checked", preview.rows.size()},
          {"valid", valid},
          {"rows", std::move(rows)},
          {"rejects", std::move(rejects)},
          {"warnings", std::move(warnings)}};
}
}  // namespace vss::crm
