#include "adapters/storage_sql/sql_journal.hpp"

#include "adapters/storage_sql/audit_chain.hpp"
#include "adapters/storage_sql/audit_persons.hpp"
#include "adapters/storage_sql/stored_text.hpp"
#include "base/log.hpp"

namespace vss::sql {
namespace {
/// The head, locked until the transaction ends. The first writer ever puts the row there.
AuditHead LockHead(Session& session, const Secret& key) {
  if (auto head = FindAuditHead(session, session.ForUpdate())) return *head;
  AuditHead first;
  first.mac = MacOf(first, key);
  session.Execute(
      "INSERT INTO audit_head (id, last_id, last_hash, entries, mac) VALUES (1, $1, $2, $3, $4) ON CONFLICT "
      "(id) DO NOTHING",
      {first.last_id, first.last_hash, first.entries, first.mac});
  return FindAuditHead(session, session.ForUpdate()).value();
}

void Insert(Session& session, const AuditRecord& record) {
  static const std::string kSql = fmt::format(
      "INSERT INTO audit ({}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)", kAuditColumns);
  session.Execute(kSql, {record.id, record.at, ToValue(record.user_id), record.username, record.action,
                         record.target, record.address, record.request_id, std::int64_t{record.success},
                         record.detail, record.previous_hash, record.hash});
}

/// Moves the head on. One whose HMAC was wrong keeps its wrong HMAC, so that `vss audit verify` still finds
/// the tampering after more records were written; refusing to write would let the tamperer stop the whole
/// centre.
void MoveHead(Session& session, AuditHead head, const AuditRecord& last, const Secret& key) {
  const bool was_good = head.mac == MacOf(head, key);
  if (!was_good)
    log::Error("DB", "the head of the audit chain was tampered with; run vss audit verify",
               {{"record", last.id}});
  head.last_id = last.id;
  head.last_hash = last.hash;
  head.entries += 1;
  if (was_good) head.mac = MacOf(head, key);
  session.Execute("UPDATE audit_head SET last_id = $1, last_hash = $2, entries = $3, mac = $4 WHERE id = 1",
                  {head.last_id, head.last_hash, head.entries, head.mac});
}
}  // namespace

void SqlJournal::Publish(std::string event, std::optional<std::string> f_flow, std::string source,
                         json::object data) {
  const Event stored{.id = context_.random.Uuid(),
                     .event = std::move(event),
                     .at = context_.clock.Now(),
                     .f_flow = std::move(f_flow),
                     .source = std::move(source),
                     .data = std::move(data)};
  session_.Execute("INSERT INTO outbox (event_id, routing_key, payload, created_at) VALUES ($1, $2, $3, $4)",
                   {stored.id, stored.event, ToText(ToJson(stored)), ToValue(stored.at)});
}

void SqlJournal::Audit(AuditEntry entry) {
  AuditHead head = LockHead(session_, context_.audit_key);
  AuditPersons(session_, context_).Hide(entry);
  AuditRecord record{.id = head.last_id + 1,
                     .at = context_.clock.Now().time_since_epoch().count(),
                     .user_id = entry.user_id ? std::optional(StoredText(*entry.user_id)) : std::nullopt,
                     .username = StoredText(entry.username),
                     .action = StoredText(entry.action),
                     .target = StoredText(entry.target),
                     .address = StoredText(entry.address),
                     .request_id = StoredText(entry.request_id),
                     .success = entry.success,
                     .detail = StoredText(ToText(entry.detail)),
                     .previous_hash = head.last_hash};
  record.hash = HashOf(record, context_.audit_key);
  Insert(session_, record);
  MoveHead(session_, std::move(head), record, context_.audit_key);
}
}  // namespace vss::sql
