#pragma once
#include "adapters/storage_sql/database.hpp"
#include "ottb/ports/store.hpp"

namespace vss::sql {
class SqlCredentialTable final : public ottb::CredentialTable {
 public:
  explicit SqlCredentialTable(Session& session) : session_(session) {}
  void Put(ottb::SlotId slot, const ottb::SipCredential& credential) override;
  std::optional<ottb::SipCredential> Find(std::string_view username) override;
  std::optional<ottb::SipCredential> FindOf(ottb::SlotId slot) override;
  void Delete(ottb::SlotId slot) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
