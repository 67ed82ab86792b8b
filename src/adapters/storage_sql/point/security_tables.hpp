#pragma once
#include "adapters/storage_sql/database.hpp"
#include "point/ports/store.hpp"

namespace vss::sql {

/// Table `login_throttle`. One object per transaction.
class SqlThrottleTable final : public point::ThrottleTable {
 public:
  explicit SqlThrottleTable(Session& session) : session_(session) {}
  std::vector<point::ThrottleRecord> ListNewest(std::size_t limit) override;
  void Save(const point::ThrottleRecord& record) override;
  void Delete(std::string_view key) override;
  void DeleteAccount(std::string_view account_key) override;
  void DeleteBefore(Instant last_failure) override;

 private:
  Session& session_;
};

/// Table `audit`, for reading; SqlJournal writes it. One object per transaction.
class SqlAuditTable final : public point::AuditTable {
 public:
  explicit SqlAuditTable(Session& session) : session_(session) {}
  Page<point::AuditRecord> List(const point::AuditFilter& filter, const PageRequest& page) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
