#include "adapters/storage_sql/crm/import_table.hpp"

#include "adapters/storage_sql/crm/words.hpp"
#include "adapters/storage_sql/paging.hpp"
#include "base/error.hpp"

namespace vss::sql {
namespace {
using crm::Import;

constexpr std::string_view kImportColumns =
    "id, name, state, options, bytes, bytes_read, lines_read, rejects_bytes, rows_read, created, updated, "
    "skipped, "
    "rejected, problem, user_id, username, created_at, started_at, finished_at, do_not_call, warned";

crm::ImportState ReadState(const std::string& name) {
  const auto* const found = std::ranges::find(crm::kImportStateNames, name);
  if (found == crm::kImportStateNames.end())
    throw InternalError(fmt::format("table crm_imports holds the unknown word {}", name));
  return static_cast<crm::ImportState>(found - crm::kImportStateNames.begin());
}

Import ReadImport(const Row& row) {
  return {.id = row.Text(0),
          .name = row.Text(1),
          .state = ReadState(row.Text(2)),
          .options = ParseTrustedJson(row.Text(3)).as_object(),
          .bytes = row.Int(4),
          .bytes_read = row.Int(5),
          .lines_read = row.Int(6),
          .rejects_bytes = row.Int(7),
          .counts = {row.Int(8), row.Int(9), row.Int(10), row.Int(11), row.Int(12), row.Int(19), row.Int(20)},
          .problem = row.OptionalText(13),
          .user_id = row.OptionalText(14),
          .username = row.Text(15),
          .created_at = row.Time(16),
          .started_at = row.OptionalTime(17),
          .finished_at = row.OptionalTime(18)};
}

std::vector<Value> ImportValues(const Import& import) {
  return {import.id,
          import.name,
          std::string(ToString(import.state)),
          ToText(import.options),
          import.bytes,
          import.bytes_read,
          import.lines_read,
          import.rejects_bytes,
          import.counts.rows,
          import.counts.created,
          import.counts.updated,
          import.counts.skipped,
          import.counts.rejected,
          ToValue(import.problem),
          ToValue(import.user_id),
          import.username,
          ToValue(import.created_at),
          OptionalTime(import.started_at),
          OptionalTime(import.finished_at),
          import.counts.do_not_call,
          import.counts.warned};
}
}  // namespace

void SqlImportTable::Insert(const Import& import) {
  session_.Execute(
      fmt::format(
          "INSERT INTO crm_imports ({}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
          "$15, $16, $17, $18, $19, $20, $21)",
          kImportColumns),
      ImportValues(import));
}

std::optional<Import> SqlImportTable::Find(const std::string& id) {
  const auto row =
      session_.QueryOne(fmt::format("SELECT {} FROM crm_imports WHERE id = $1", kImportColumns), {id});
  return row ? std::optional(ReadImport(*row)) : std::nullopt;
}

Page<Import> SqlImportTable::List(const std::optional<std::string>& user_id, const PageRequest& request) {
  static const ListQuery kList{.columns = kImportColumns,
                               .from = "crm_imports",
                               .id = {"id", "seq"},
                               .sortable = {{"created_at", "seq"}},
                               .count_at_most = 10'000};
  Filter filter;
  if (user_id) filter.And("user_id = ?", {*user_id});
  return FetchPage(session_, kList, filter, request, ReadImport);
}

std::vector<Import> SqlImportTable::ListOpen() {
  std::vector<Import> open;
  for (const Row& row : session_.Query(fmt::format(
           "SELECT {} FROM crm_imports WHERE finished_at IS NULL ORDER BY seq LIMIT 1000", kImportColumns))) {
    open.push_back(ReadImport(row));
  }
  return open;
}

void SqlImportTable::Update(const Import& import) {
  session_.Execute(
      "UPDATE crm_imports SET name = $2, state = $3, options = $4, bytes = $5, bytes_read = $6, lines_read = "
      "$7, "
      "rejects_bytes = $8, rows_read = $9, created = $10, updated = $11, skipped = $12, rejected = $13, "
      "problem = $14, "
      "user_id = $15, username = $16, created_at = $17, started_at = $18, finished_at = $19, do_not_call = "
      "$20, warned = $21 WHERE id = $1",
      ImportValues(import));
}
}  // namespace vss::sql
