#include "adapters/storage_sql/crm/draft_table.hpp"

#include "base/crypto.hpp"
#include "workspace/crm/values.hpp"

namespace vss::sql {
namespace {
std::vector<crm::Draft> ReadDrafts(const Rows& rows) {
  std::vector<crm::Draft> drafts;
  for (const Row& row : rows)
    drafts.push_back({row.Text(0), row.Text(1), crm::ParseFields(row.Text(2)), row.Time(3)});
  return drafts;
}

std::string DigestOf(const crm::Draft& draft) { return crypto::Sha256Hex(ToText(crm::ToJson(draft.fields))); }
}  // namespace

void SqlDraftTable::Put(const crm::Draft& draft) {
  session_.Execute(
      "INSERT INTO crm_drafts (user_id, name, subject, fields, updated_at) VALUES ($1, $2, $3, $4, $5) "
      "ON CONFLICT (user_id, name) DO UPDATE SET fields = excluded.fields, updated_at = excluded.updated_at",
      {draft.user_id, draft.name, std::string(crm::SubjectOf(draft.name)), ToText(crm::ToJson(draft.fields)),
       ToValue(draft.updated_at)});
}

std::optional<crm::Draft> SqlDraftTable::Find(const std::string& user, const std::string& name) {
  auto found = ReadDrafts(session_.Query(
      "SELECT user_id, name, fields, updated_at FROM crm_drafts WHERE user_id = $1 AND name = $2",
      {user, name}));
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<crm::Draft> SqlDraftTable::List(const std::string& user) {
  return ReadDrafts(
      session_.Query("SELECT user_id, name, fields, updated_at FROM crm_drafts WHERE user_id = $1 ORDER BY "
                     "updated_at DESC, name",
                     {user}));
}

std::vector<crm::Draft> SqlDraftTable::ListAbout(const std::string& subject) {
  return ReadDrafts(session_.Query(
      "SELECT user_id, name, fields, updated_at FROM crm_drafts WHERE subject = $1 ORDER BY user_id, name",
      {subject}));
}

std::vector<crm::Draft> SqlDraftTable::ListAll() {
  return ReadDrafts(
      session_.Query("SELECT user_id, name, fields, updated_at FROM crm_drafts ORDER BY user_id, name", {}));
}

void SqlDraftTable::Delete(const std::string& user, const std::string& name) {
  session_.Execute("DELETE FROM crm_drafts WHERE user_id = $1 AND name = $2", {user, name});
}

void SqlDraftTable::KeepNewest(const std::string& user, std::size_t count) {
  session_.Execute(
      "DELETE FROM crm_drafts WHERE user_id = $1 AND name NOT IN (SELECT name FROM crm_drafts WHERE user_id "
      "= $1 "
      "ORDER BY updated_at DESC, name LIMIT $2)",
      {user, static_cast<std::int64_t>(count)});
}

void SqlDraftTable::DeleteAbout(const std::string& subject) {
  session_.Execute("DELETE FROM crm_drafts WHERE subject = $1", {subject});
}

void SqlDraftTable::DeleteBefore(Instant at) {
  session_.Execute("DELETE FROM crm_drafts WHERE updated_at < $1", {ToValue(at)});
  session_.Execute("DELETE FROM crm_dropped_drafts WHERE dropped_at < $1", {ToValue(at)});
}

void SqlDraftTable::RememberDropped(const crm::Draft& draft, Instant at) {
  session_.Execute(
      "INSERT INTO crm_dropped_drafts (user_id, name, subject, digest, dropped_at) VALUES ($1, $2, $3, $4, "
      "$5) "
      "ON CONFLICT (user_id, name) DO UPDATE SET digest = excluded.digest, dropped_at = excluded.dropped_at",
      {draft.user_id, draft.name, std::string(crm::SubjectOf(draft.name)), DigestOf(draft), ToValue(at)});
}

bool SqlDraftTable::WasDropped(const crm::Draft& draft) {
  return !session_
              .Query("SELECT 1 FROM crm_dropped_drafts WHERE user_id = $1 AND name = $2 AND digest = $3",
                     {draft.user_id, draft.name, DigestOf(draft)})
              .empty();
}

void SqlDraftTable::ForgetDropped(const std::string& subject) {
  session_.Execute("DELETE FROM crm_dropped_drafts WHERE subject = $1", {subject});
}
}  // namespace vss::sql
