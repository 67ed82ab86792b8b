#pragma once
#include "adapters/storage_sql/database.hpp"
#include "point/ports/store.hpp"

namespace vss::sql {

/// Table `sessions`. One object per transaction.
class SqlSessionTable final : public point::SessionTable {
 public:
  explicit SqlSessionTable(Session& session) : session_(session) {}
  void Insert(const point::Session& opened) override;
  void Extend(const point::SessionId& id, Instant access_expires_at, Instant expires_at) override;
  void Revoke(const point::SessionId& id, Instant at) override;
  std::int64_t RevokeAllOf(const point::UserId& user, const std::optional<point::SessionId>& keep,
                           Instant at) override;
  void RevokeOldest(const point::UserId& user, std::int64_t limit, Instant at) override;
  std::vector<point::LiveSession> ListLive(Instant access_expires_after) override;
  bool HasSignedInFrom(const point::UserId& user, std::string_view address) override;
  std::int64_t DeleteExpired(Instant now) override;

 private:
  Session& session_;
};

/// Table `refresh_tokens`. One object per transaction.
class SqlRefreshTable final : public point::RefreshTable {
 public:
  explicit SqlRefreshTable(Session& session) : session_(session) {}
  void Insert(std::string_view token_sha256, const point::SessionId& session, Instant expires_at) override;
  std::optional<point::RefreshRecord> Find(std::string_view token_sha256) override;
  bool Use(std::string_view token_sha256, Instant at) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
