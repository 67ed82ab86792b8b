#include "adapters/storage_sql/crm/erasure_table.hpp"

namespace vss::sql {

void SqlErasureTable::Put(const crm::Erasure& erasure) {
  session_.Execute(
      "INSERT INTO crm_erasures (id, rest) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET rest = "
      "excluded.rest",
      {erasure.id, ToText(crm::ToJson(erasure))});
}

std::vector<crm::Erasure> SqlErasureTable::List() {
  std::vector<crm::Erasure> erasures;
  for (const Row& row : session_.Query("SELECT id, rest FROM crm_erasures ORDER BY id LIMIT 1000"))
    erasures.push_back(crm::ParseErasure(row.Text(0), ParseTrustedJson(row.Text(1)).as_object()));
  return erasures;
}

void SqlErasureTable::Delete(const std::string& id) {
  session_.Execute("DELETE FROM crm_erasures WHERE id = $1", {id});
}
}  // namespace vss::sql
