#include "adapters/storage_sql/crm/person_traces.hpp"

namespace vss::sql {
namespace {
constexpr std::int64_t kPagesAMerge = 500;
}

// The key stays, so that a late retry is refused rather than carried out again.
void SqlPersonTraces::EraseAnswers(std::span<const std::string> words) {
  for (const std::string& word : words) {
    session_.Execute(
        "UPDATE idempotency_keys SET status = 'erased', response_headers = NULL, response_body = NULL WHERE "
        "response_body LIKE $1 OR response_headers LIKE $1",
        {"%" + word + "%"});
  }
}

void SqlPersonTraces::EraseReasons(const std::set<std::string>& phones) {
  for (const std::string& phone : phones) {
    session_.Execute("UPDATE slot_history SET reason = replace(reason, $1, '***') WHERE reason LIKE $2",
                     {phone, "%" + phone + "%"});
    session_.Execute(
        "UPDATE slots SET state_reason = replace(state_reason, $1, '***') WHERE state_reason LIKE $2",
        {phone, "%" + phone + "%"});
  }
}
// FTS5 writes that a row is gone beside its words; both go when all segments are merged into one. The
// commands: https://www.sqlite.org/fts5.html#the_merge_command. PostgreSQL has its index from the rows
// themselves.
bool SqlPersonTraces::ForgetWords(crm::WordsMerge step) {
  if (session_.dialect() != Dialect::kSqlite) return false;
  const auto changes = [&] { return session_.Query("SELECT total_changes()").at(0).Int(0); };
  bool goes_on = false;
  for (const std::string_view index : {"crm_leads_fts", "crm_clients_fts"}) {
    const std::int64_t before = changes();
    session_.Execute(fmt::format("INSERT INTO {0} ({0}, rank) VALUES ('merge', $1)", index),
                     {step == crm::WordsMerge::kBegin ? -kPagesAMerge : kPagesAMerge});
    if (changes() - before >= 2) goes_on = true;
  }
  return goes_on;
}
}  // namespace vss::sql
