#include "adapters/storage_sql/ottb/provisioning_table.hpp"

namespace vss::sql {

void SqlProvisioningTable::Put(const ottb::KeptOffer& offer) {
  session_.Execute(
      "INSERT INTO slot_provisioning (slot_id, token_hash, offered_by, expires_at) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (slot_id) DO UPDATE SET token_hash = excluded.token_hash, offered_by = "
      "excluded.offered_by, "
      "expires_at = excluded.expires_at",
      {offer.slot.value, offer.token_hash, offer.offered_by, ToValue(offer.expires_at)});
}

std::optional<ottb::KeptOffer> SqlProvisioningTable::Find(const std::string& token_hash) {
  const auto row = session_.QueryOne(
      "SELECT slot_id, offered_by, expires_at FROM slot_provisioning WHERE token_hash = $1", {token_hash});
  if (!row) return std::nullopt;
  return ottb::KeptOffer{.slot = {row->Int(0)},
                         .token_hash = token_hash,
                         .offered_by = row->Text(1),
                         .expires_at = row->Time(2)};
}

bool SqlProvisioningTable::Take(const std::string& token_hash) {
  return session_.ExecuteCounting("DELETE FROM slot_provisioning WHERE token_hash = $1", {token_hash}) > 0;
}
}  // namespace vss::sql
