#include "adapters/storage_sql/audit_chain.hpp"

#include "base/crypto.hpp"
#include "base/json.hpp"

namespace vss::sql {
namespace {
constexpr int kPortion = 1000;

using Broken = AuditVerdict::Broken;

Broken Report(std::int64_t id, AuditFault fault, std::string why) { return {id, fault, std::move(why)}; }

enum class TextOfRecord { kAsWritten, kReanchored, kChanged };

TextOfRecord CheckText(Session& session, const AuditRecord& record, const Secret& key) {
  if (crypto::ConstantTimeEqual(HashOf(record, key), record.hash)) return TextOfRecord::kAsWritten;
  const auto row = session.QueryOne("SELECT mac FROM audit_reanchors WHERE record_id = $1", {record.id});
  return row && crypto::ConstantTimeEqual(ReanchorMacOf(record, key), row->Text(0))
             ? TextOfRecord::kReanchored
             : TextOfRecord::kChanged;
}

/// What is wrong with `record` when it should be number `expected` after `previous_hash`.
std::optional<Broken> CheckRecord(const AuditRecord& record, TextOfRecord text, std::int64_t expected,
                                  std::string_view previous_hash) {
  if (record.id != expected) {
    return Report(expected, AuditFault::kMissing,
                  fmt::format("record {} is missing; the next one is {}", expected, record.id));
  }
  if (text == TextOfRecord::kChanged) {
    return Report(record.id, AuditFault::kChanged,
                  fmt::format("the content of record {} was changed", record.id));
  }
  if (record.previous_hash != previous_hash) {
    return Report(record.id, AuditFault::kReordered,
                  fmt::format("record {} is genuine but was not written at this place", record.id));
  }
  return std::nullopt;
}

std::optional<Broken> CheckEnd(const std::optional<AuditHead>& head, std::int64_t last_id,
                               std::string_view last_hash, const Secret& key) {
  if (!head) {
    if (last_id == 0) return std::nullopt;  // nothing was ever written
    return Report(last_id, AuditFault::kHeadTampered, "the head of the chain (table audit_head) was removed");
  }
  if (!crypto::ConstantTimeEqual(MacOf(*head, key), head->mac)) {
    return Report(head->last_id, AuditFault::kHeadTampered,
                  "the head of the chain (table audit_head) was changed");
  }
  if (head->last_id > last_id) {
    return Report(last_id + 1, AuditFault::kTailCut,
                  fmt::format("records {} to {} were cut off the end", last_id + 1, head->last_id));
  }
  if (head->last_id < last_id) {
    return Report(head->last_id + 1, AuditFault::kAdded,
                  fmt::format("record {} was put behind the end", head->last_id + 1));
  }
  if (head->last_hash != last_hash || head->entries != last_id) {
    return Report(last_id, AuditFault::kHeadTampered, "the head of the chain belongs to other records");
  }
  return std::nullopt;
}

// A JSON array, because its text says unambiguously where each field ends. The id is left out: the place in
// the chain is what previous_hash says, so a record that was moved is told from one that was changed.
std::string CanonicalText(const AuditRecord& record) {
  return ToText(json::value(json::array{record.previous_hash, record.at,
                                        record.user_id ? json::value(*record.user_id) : json::value(nullptr),
                                        record.username, record.action, record.target, record.address,
                                        record.request_id, record.success, record.detail}));
}

Rows NextPortion(Session& session, std::int64_t after) {
  return session.Query(
      fmt::format("SELECT {} FROM audit WHERE id > $1 ORDER BY id LIMIT {}", kAuditColumns, kPortion),
      {after});
}
}  // namespace

AuditRecord ReadAuditRecord(const Row& row) {
  return {.id = row.Int(0),
          .at = row.Int(1),
          .user_id = row.OptionalText(2),
          .username = row.Text(3),
          .action = row.Text(4),
          .target = row.Text(5),
          .address = row.Text(6),
          .request_id = row.Text(7),
          .success = row.Bool(8),
          .detail = row.Text(9),
          .previous_hash = row.Text(10),
          .hash = row.Text(11)};
}

std::string HashOf(const AuditRecord& record, const Secret& key) {
  return crypto::Hex(crypto::HmacSha256(key.Reveal(), "vss-audit-record\n" + CanonicalText(record)));
}

std::string ReanchorMacOf(const AuditRecord& record, const Secret& key) {
  const std::string text =
      fmt::format("vss-audit-reanchor\n{}\n{}\n{}", record.id, record.hash, CanonicalText(record));
  return crypto::Hex(crypto::HmacSha256(key.Reveal(), text));
}

std::optional<AuditHead> FindAuditHead(Session& session, std::string_view lock) {
  const auto row = session.QueryOne(
      fmt::format("SELECT last_id, last_hash, entries, mac FROM audit_head WHERE id = 1{}", lock));
  if (!row) return std::nullopt;
  return AuditHead{row->Int(0), row->Text(1), row->Int(2), row->Text(3)};
}

std::string MacOf(const AuditHead& head, const Secret& key) {
  const std::string text =
      fmt::format("vss-audit-head\n{}\n{}\n{}", head.last_id, head.last_hash, head.entries);
  return crypto::Hex(crypto::HmacSha256(key.Reveal(), text));
}

std::string_view ToString(AuditFault fault) {
  switch (fault) {
    case AuditFault::kChanged:
      return "changed";
    case AuditFault::kMissing:
      return "missing";
    case AuditFault::kReordered:
      return "reordered";
    case AuditFault::kAdded:
      return "added";
    case AuditFault::kTailCut:
      return "tail cut";
    case AuditFault::kHeadTampered:
      return "head tampered";
  }
  return "unknown";
}

AuditVerdict VerifyAuditChain(Session& session, const Secret& key) {
  AuditVerdict verdict;
  std::string hash;
  std::optional<AuditHead> head;
  // Records may be appended while this runs. The head is read before the portion that turns out to be the
  // last one, and read again while it is ahead, so that a growing table is not taken for a cut one.
  for (;;) {
    head = FindAuditHead(session);
    const Rows portion = NextPortion(session, verdict.verified);
    for (const Row& row : portion) {
      const AuditRecord record = ReadAuditRecord(row);
      const TextOfRecord text = CheckText(session, record, key);
      verdict.broken = CheckRecord(record, text, verdict.verified + 1, hash);
      if (verdict.broken) return verdict;
      if (text == TextOfRecord::kReanchored) ++verdict.reanchored;
      verdict.verified = record.id;
      hash = record.hash;
    }
    if (portion.empty()) break;
  }
  verdict.broken = CheckEnd(head, verdict.verified, hash, key);
  return verdict;
}
}  // namespace vss::sql
