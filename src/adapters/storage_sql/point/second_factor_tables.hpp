#pragma once
#include "adapters/storage_sql/database.hpp"
#include "point/ports/store.hpp"

namespace vss::sql {

/// Tables `second_factors` and `recovery_codes`. One object per transaction.
class SqlSecondFactorTable final : public point::SecondFactorTable {
 public:
  explicit SqlSecondFactorTable(Session& session) : session_(session) {}
  std::optional<point::SecondFactor> Find(const point::UserId& user) override;
  void Save(const point::SecondFactor& factor) override;
  bool Delete(const point::UserId& user) override;
  bool UseStep(const point::UserId& user, std::int64_t step) override;
  void ReplaceRecoveryCodes(const point::UserId& user, const std::vector<std::string>& hashes) override;
  bool UseRecoveryCode(const point::UserId& user, std::string_view hash) override;
  std::int64_t CountRecoveryCodes(const point::UserId& user) override;
  std::vector<point::UserId> ListEnrolled() override;

 private:
  Session& session_;
};

/// Table `second_factor_roles`. One object per transaction.
class SqlSecondFactorRoles final : public point::SecondFactorRoles {
 public:
  explicit SqlSecondFactorRoles(Session& session) : session_(session) {}
  std::vector<std::string> List() override;
  void Replace(const std::vector<std::string>& roles) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
