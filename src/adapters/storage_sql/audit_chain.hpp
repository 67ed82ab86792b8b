#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "adapters/storage_sql/database.hpp"
#include "base/secret.hpp"

/// The audit table as a chain: each row carries the hash of the row before it and
/// HMAC-SHA256(key, previous hash + its own text), and ids have no gaps. `audit_head` keeps the last id, the
/// last hash and the count under an HMAC of their own. Who can write the database but has no key cannot
/// change, remove, reorder, add or cut off records without it showing. A record that named a person, from
/// before the audit had pseudonyms, has a text without them once the person is erased; `audit_reanchors`
/// holds an HMAC of that text at its place in the chain, whose hashes stay as they were written. (Putting
/// back an old copy of the whole database is not visible from inside it: compare with a backup's manifest for
/// that.)
namespace vss::sql {

/// A row of `audit`, as text that is stored.
struct AuditRecord {
  std::int64_t id = 0;
  std::int64_t at = 0;  ///< milliseconds since the epoch
  std::optional<std::string> user_id;
  std::string username, action, target, address, request_id;
  bool success = true;
  std::string detail;
  std::string previous_hash, hash;
};
/// In the order of the fields above; ReadAuditRecord reads a row of them.
inline constexpr std::string_view kAuditColumns =
    "id, at, user_id, username, action, target, address, request_id, success, detail, previous_hash, hash";
AuditRecord ReadAuditRecord(const Row& row);
std::string HashOf(const AuditRecord& record, const Secret& key);
/// Signs the text that a record has now, and the hash that it was written with.
std::string ReanchorMacOf(const AuditRecord& record, const Secret& key);

struct AuditHead {
  std::int64_t last_id = 0;
  std::string last_hash;  ///< "" before the first record
  std::int64_t entries = 0;
  std::string mac;
};
std::optional<AuditHead> FindAuditHead(Session& session, std::string_view lock = "");
std::string MacOf(const AuditHead& head, const Secret& key);

enum class AuditFault { kChanged, kMissing, kReordered, kAdded, kTailCut, kHeadTampered };
std::string_view ToString(AuditFault fault);

struct AuditVerdict {
  std::int64_t verified = 0;    ///< good records before the fault, or all
  std::int64_t reanchored = 0;  ///< of these, records without the person that they named
  struct Broken {
    std::int64_t id;  ///< the first record that is not as it was written
    AuditFault fault;
    std::string why;  ///< a sentence for the operator
  };
  std::optional<Broken> broken;
};
/// Reads the whole table in portions, also while it grows. Changes nothing.
AuditVerdict VerifyAuditChain(Session& session, const Secret& key);
}  // namespace vss::sql
