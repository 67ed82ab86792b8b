#include "adapters/storage_sql/point/session_tables.hpp"

namespace vss::sql {
namespace {
using point::RefreshRecord;

// A reused token is told from one of a session that ended: only the first is a sign of theft.
RefreshRecord::State StateOf(const Row& row) {
  if (!row.IsNull(3)) return RefreshRecord::State::kRevoked;
  return row.IsNull(4) ? RefreshRecord::State::kFresh : RefreshRecord::State::kUsed;
}
}  // namespace

void SqlSessionTable::Insert(const point::Session& opened) {
  session_.Execute(
      "INSERT INTO sessions (id, user_id, address, created_at, access_expires_at, expires_at) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      {opened.id.value, opened.user.value, opened.address, ToValue(opened.created_at),
       ToValue(opened.access_expires_at), ToValue(opened.expires_at)});
}

void SqlSessionTable::Extend(const point::SessionId& id, Instant access_expires_at, Instant expires_at) {
  session_.Execute("UPDATE sessions SET access_expires_at = $2, expires_at = $3 WHERE id = $1",
                   {id.value, ToValue(access_expires_at), ToValue(expires_at)});
}

void SqlSessionTable::Revoke(const point::SessionId& id, Instant at) {
  session_.Execute("UPDATE sessions SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
                   {id.value, ToValue(at)});
}

std::int64_t SqlSessionTable::RevokeAllOf(const point::UserId& user,
                                          const std::optional<point::SessionId>& keep, Instant at) {
  return session_.ExecuteCounting(
      "UPDATE sessions SET revoked_at = $3 WHERE user_id = $1 AND id <> $2 AND revoked_at IS NULL",
      {user.value, keep ? keep->value : std::string(), ToValue(at)});
}

void SqlSessionTable::RevokeOldest(const point::UserId& user, std::int64_t limit, Instant at) {
  session_.Execute(
      "UPDATE sessions SET revoked_at = $3 WHERE id IN (SELECT id FROM sessions WHERE user_id = $1 AND "
      "revoked_at IS NULL ORDER BY created_at DESC, id LIMIT 1000000 OFFSET $2)",
      {user.value, limit, ToValue(at)});
}

std::vector<point::LiveSession> SqlSessionTable::ListLive(Instant access_expires_after) {
  std::vector<point::LiveSession> live;
  const Rows rows = session_.Query(
      "SELECT id, access_expires_at FROM sessions WHERE access_expires_at > $1 AND revoked_at IS NULL",
      {ToValue(access_expires_after)});
  live.reserve(rows.size());
  for (const Row& row : rows) live.push_back({{row.Text(0)}, row.Time(1)});
  return live;
}

bool SqlSessionTable::HasSignedInFrom(const point::UserId& user, std::string_view address) {
  return session_
      .QueryOne("SELECT 1 FROM sessions WHERE user_id = $1 AND address = $2 LIMIT 1",
                {user.value, std::string(address)})
      .has_value();
}

std::int64_t SqlSessionTable::DeleteExpired(Instant now) {
  return session_.ExecuteCounting("DELETE FROM sessions WHERE expires_at <= $1", {ToValue(now)});
}

void SqlRefreshTable::Insert(std::string_view token_sha256, const point::SessionId& session,
                             Instant expires_at) {
  session_.Execute("INSERT INTO refresh_tokens (hash, session_id, expires_at) VALUES ($1, $2, $3)",
                   {std::string(token_sha256), session.value, ToValue(expires_at)});
}

std::optional<RefreshRecord> SqlRefreshTable::Find(std::string_view token_sha256) {
  const auto row = session_.QueryOne(
      "SELECT s.id, s.user_id, t.expires_at, s.revoked_at, t.used_at FROM refresh_tokens t "
      "JOIN sessions s ON s.id = t.session_id WHERE t.hash = $1",
      {std::string(token_sha256)});
  if (!row) return std::nullopt;
  return RefreshRecord{.session = {row->Text(0)},
                       .user = {row->Text(1)},
                       .expires_at = row->Time(2),
                       .used_at = row->OptionalTime(4),
                       .state = StateOf(*row)};
}

bool SqlRefreshTable::Use(std::string_view token_sha256, Instant at) {
  return session_.ExecuteCounting(
             "UPDATE refresh_tokens SET used_at = $2 WHERE hash = $1 AND used_at IS NULL",
             {std::string(token_sha256), ToValue(at)}) == 1;
}
}  // namespace vss::sql
