#include "adapters/storage_sql/idempotency.hpp"

namespace vss::sql {
namespace {
using Claim = http::IdempotencyStore::Claim;

http::Response ToResponse(const Row& row) {
  http::Response response;
  response.status = static_cast<int>(row.Int(2));
  for (const auto& [name, value] : ParseTrustedJson(row.Text(3)).as_object()) {
    response.headers.Add(name, std::string(value.as_string()));
  }
  response.body = row.Text(4);
  if (!response.body.empty()) response.content_type = "application/json; charset=utf-8";
  return response;
}

// Only what the handler itself set is kept; the edge adds its own headers to every answer.
std::string HeadersText(const http::Response& response) {
  json::object headers;
  for (const auto& [name, value] : response.headers.all()) headers[name] = value;
  return ToText(headers);
}
}  // namespace

Task<Claim> SqlIdempotencyStore::Begin(std::string scope, std::string key, std::string fingerprint) {
  co_return co_await database_.Write([&](Session& session) -> Claim {
    const std::int64_t claimed = session.ExecuteCounting(
        "INSERT INTO idempotency_keys (key, scope, fingerprint, status, created_at) VALUES ($1, $2, $3, "
        "'running', $4) "
        "ON CONFLICT (scope, key) DO NOTHING",
        {key, scope, fingerprint, ToValue(clock_.Now())});
    if (claimed == 1) return {Claim::Kind::kFresh, std::nullopt};
    const auto row = session.QueryOne(
        "SELECT fingerprint, status, response_status, response_headers, response_body FROM idempotency_keys "
        "WHERE scope = $1 AND key = $2",
        {scope, key});
    if (row && row->Text(0) != fingerprint) return {Claim::Kind::kMismatch, std::nullopt};
    if (!row || row->Text(1) != "done") return {Claim::Kind::kUnfinished, std::nullopt};
    return {Claim::Kind::kReplay, ToResponse(*row)};
  });
}

Task<void> SqlIdempotencyStore::Finish(std::string scope, std::string key, const http::Response& response) {
  co_await database_.RunWrite([&](Session& session) {
    session.Execute(
        "UPDATE idempotency_keys SET status = 'done', response_status = $3, response_headers = $4, "
        "response_body = $5 "
        "WHERE scope = $1 AND key = $2",
        {scope, key, std::int64_t{response.status}, HeadersText(response), response.body});
  });
}

Task<void> SqlIdempotencyStore::Abandon(std::string scope, std::string key) {
  co_await database_.RunWrite([&](Session& session) {
    session.Execute("DELETE FROM idempotency_keys WHERE scope = $1 AND key = $2", {scope, key});
  });
}

Task<void> SqlIdempotencyStore::Purge() {
  const Instant oldest = clock_.Now() - std::chrono::hours(24);
  co_await database_.RunWrite([&](Session& session) {
    session.Execute("DELETE FROM idempotency_keys WHERE created_at < $1", {ToValue(oldest)});
  });
}
}  // namespace vss::sql
