#pragma once
#include "adapters/storage_sql/database.hpp"
#include "ottb/ports/store.hpp"

namespace vss::sql {
class SqlProvisioningTable final : public ottb::ProvisioningTable {
 public:
  explicit SqlProvisioningTable(Session& session) : session_(session) {}
  void Put(const ottb::KeptOffer& offer) override;
  std::optional<ottb::KeptOffer> Find(const std::string& token_hash) override;
  bool Take(const std::string& token_hash) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
