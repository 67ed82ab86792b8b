#include "adapters/storage_sql/ottb/credential_table.hpp"

namespace vss::sql {
namespace {
std::optional<ottb::SipCredential> ReadCredential(const std::optional<Row>& row) {
  if (!row) return std::nullopt;
  return ottb::SipCredential{.username = row->Text(0),
                             .realm = row->Text(1),
                             .ha1_md5 = Secret(row->Text(2)),
                             .ha1_sha256 = Secret(row->Text(3))};
}
}  // namespace

void SqlCredentialTable::Put(ottb::SlotId slot, const ottb::SipCredential& credential) {
  session_.Execute(
      "INSERT INTO slot_credentials (slot_id, username, realm, ha1_md5, ha1_sha256) VALUES ($1, $2, $3, $4, "
      "$5) "
      "ON CONFLICT (slot_id) DO UPDATE SET username = excluded.username, realm = excluded.realm, "
      "ha1_md5 = excluded.ha1_md5, ha1_sha256 = excluded.ha1_sha256",
      {slot.value, credential.username, credential.realm, credential.ha1_md5.Reveal(),
       credential.ha1_sha256.Reveal()});
}

std::optional<ottb::SipCredential> SqlCredentialTable::Find(std::string_view username) {
  return ReadCredential(session_.QueryOne(
      "SELECT username, realm, ha1_md5, ha1_sha256 FROM slot_credentials WHERE username = $1",
      {std::string(username)}));
}

std::optional<ottb::SipCredential> SqlCredentialTable::FindOf(ottb::SlotId slot) {
  return ReadCredential(session_.QueryOne(
      "SELECT username, realm, ha1_md5, ha1_sha256 FROM slot_credentials WHERE slot_id = $1", {slot.value}));
}

void SqlCredentialTable::Delete(ottb::SlotId slot) {
  session_.Execute("DELETE FROM slot_credentials WHERE slot_id = $1", {slot.value});
}
}  // namespace vss::sql
