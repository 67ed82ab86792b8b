#include "adapters/storage_sql/crm/person_traces.hpp"

namespace vss::sql {

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
}  // namespace vss::sql
