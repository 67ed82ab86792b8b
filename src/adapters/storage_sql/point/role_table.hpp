#pragma once
#include "adapters/storage_sql/database.hpp"
#include "point/ports/store.hpp"

namespace vss::sql {

/// Table `roles`. One object per transaction.
class SqlRoleTable final : public point::RoleTable {
 public:
  explicit SqlRoleTable(Session& session) : session_(session) {}
  std::optional<point::Role> Find(const point::RoleId& id) override;
  std::optional<point::Role> FindByName(std::string_view name) override;
  Page<point::Role> List(const PageRequest& page) override;
  void Insert(const point::Role& role) override;
  void Update(const point::Role& role) override;
  void Delete(const point::RoleId& id) override;
  std::int64_t CountUsers(std::string_view name) override;
  std::vector<point::Role> ListAll() override;

 private:
  Session& session_;
};
}  // namespace vss::sql
