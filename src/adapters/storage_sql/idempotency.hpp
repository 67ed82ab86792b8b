#pragma once
#include "adapters/storage_sql/database.hpp"
#include "http/idempotency.hpp"

namespace vss::sql {

/// Idempotency keys in table `idempotency_keys`. A claim is committed before the request runs, so a crash in
/// the middle leaves it unfinished and the retry is told so instead of doing the work twice.
class SqlIdempotencyStore final : public http::IdempotencyStore {
 public:
  SqlIdempotencyStore(Database& database, Clock& clock) : database_(database), clock_(clock) {}

  Task<Claim> Begin(std::string scope, std::string key, std::string fingerprint) override;
  Task<void> Finish(std::string scope, std::string key, const http::Response& response) override;
  Task<void> Abandon(std::string scope, std::string key) override;
  /// Forgets keys older than a day. Called now and then.
  Task<void> Purge();

 private:
  Database& database_;
  Clock& clock_;
};
}  // namespace vss::sql
