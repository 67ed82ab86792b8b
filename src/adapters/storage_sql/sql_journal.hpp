#pragma once
#include "adapters/storage_sql/database.hpp"
#include "base/random.hpp"
#include "base/secret.hpp"
#include "contracts/journal.hpp"

namespace vss::sql {

/// What every SQL store needs besides its session. Owned by wiring, outlives the stores.
struct JournalContext {
  Clock& clock;
  Random& random;
  Secret audit_key;  ///< HMAC key of the audit chain
};

/// Journal over the tables `outbox`, `audit` and `audit_head` of one open transaction.
class SqlJournal final : public Journal {
 public:
  SqlJournal(Session& session, JournalContext& context) : session_(session), context_(context) {}
  void Publish(std::string event, std::optional<std::string> f_flow, std::string source,
               json::object data) override;
  /// Chains the entry to the last one: hash = HMAC-SHA256(audit_key, previous hash + canonical text of this
  /// row). `audit_head` (one row, locked with FOR UPDATE) holds the last id, the last hash and the count
  /// under an HMAC of their own, so that a cut tail shows too. Persons are named by pseudonyms.
  void Audit(AuditEntry entry) override;

 private:
  Session& session_;
  JournalContext& context_;
};
}  // namespace vss::sql
