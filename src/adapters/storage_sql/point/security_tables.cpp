#include "adapters/storage_sql/point/security_tables.hpp"

#include "adapters/storage_sql/audit_persons.hpp"
#include "adapters/storage_sql/paging.hpp"

namespace vss::sql {
namespace {
point::AuditRecord ReadRecord(const Row& row) {
  return {.id = row.Int(0),
          .at = row.Time(1),
          .entry = {.user_id = row.OptionalText(2),
                    .username = row.Text(3),
                    .action = row.Text(4),
                    .target = row.Text(5),
                    .address = row.Text(6),
                    .request_id = row.Text(7),
                    .success = row.Bool(8),
                    .detail = ParseTrustedJson(row.Text(9)).as_object()},
          .hash = row.Text(10)};
}
}  // namespace

std::vector<point::ThrottleRecord> SqlThrottleTable::ListNewest(std::size_t limit) {
  std::vector<point::ThrottleRecord> records;
  const Rows rows = session_.Query(
      "SELECT key, failures, last_failure_at, locked_until FROM login_throttle ORDER BY last_failure_at DESC "
      "LIMIT $1",
      {static_cast<std::int64_t>(limit)});
  for (const Row& row : rows) {
    records.push_back({.key = row.Text(0),
                       .failures = row.Int(1),
                       .last_failure_at = row.Time(2),
                       .locked_until = row.Time(3)});
  }
  return records;
}

void SqlThrottleTable::Save(const point::ThrottleRecord& record) {
  session_.Execute(
      "INSERT INTO login_throttle (key, failures, last_failure_at, locked_until) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last_failure_at = "
      "excluded.last_failure_at, "
      "locked_until = excluded.locked_until",
      {record.key, record.failures, ToValue(record.last_failure_at), ToValue(record.locked_until)});
}

void SqlThrottleTable::Delete(std::string_view key) {
  session_.Execute("DELETE FROM login_throttle WHERE key = $1", {std::string(key)});
}

void SqlThrottleTable::DeleteAccount(std::string_view account_key) {
  const std::string key(account_key);
  session_.Execute("DELETE FROM login_throttle WHERE key = $1 OR substr(key, 1, length($2)) = $2",
                   {key, key + " "});
}

void SqlThrottleTable::DeleteBefore(Instant last_failure) {
  session_.Execute("DELETE FROM login_throttle WHERE last_failure_at < $1", {ToValue(last_failure)});
}

Page<point::AuditRecord> SqlAuditTable::List(const point::AuditFilter& wanted, const PageRequest& page) {
  static const ListQuery kQuery{
      .columns = "id, at, user_id, username, action, target, address, request_id, success, detail, hash",
      .from = "audit"};
  Filter filter;
  if (wanted.user_id) filter.And("user_id = ?", {*wanted.user_id});
  if (wanted.action) filter.And("action = ?", {*wanted.action});
  if (wanted.from) filter.And("at >= ?", {ToValue(*wanted.from)});
  if (wanted.to) filter.And("at < ?", {ToValue(*wanted.to)});
  if (wanted.success) filter.And("success = ?", {std::int64_t{*wanted.success ? 1 : 0}});
  Page<point::AuditRecord> records = FetchPage(session_, kQuery, filter, page, ReadRecord);
  if (wanted.persons == point::AuditFilter::Persons::kNumbers) {
    std::vector<AuditEntry*> entries;
    for (point::AuditRecord& record : records.items) entries.push_back(&record.entry);
    ShowPersons(session_, std::move(entries));
  }
  return records;
}
}  // namespace vss::sql
