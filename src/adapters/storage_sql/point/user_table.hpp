#pragma once
#include "adapters/storage_sql/database.hpp"
#include "point/ports/store.hpp"

namespace vss::sql {

/// Table `users`. One object per transaction.
class SqlUserTable final : public point::UserTable {
 public:
  explicit SqlUserTable(Session& session) : session_(session) {}
  std::optional<point::User> Find(const point::UserId& id) override;
  std::optional<point::User> FindByUsername(std::string_view username) override;
  Page<point::User> List(const point::UserFilter& filter,
                         const std::optional<std::vector<std::string>>& roles,
                         const PageRequest& page) override;
  void Insert(const point::User& user) override;
  void Update(const point::User& user) override;
  void Delete(const point::UserId& id) override;
  std::vector<point::UserId> LockActiveAdmins() override;
  std::vector<point::User> ListAll() override;

 private:
  Session& session_;
};
}  // namespace vss::sql
