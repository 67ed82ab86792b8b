#pragma once
#include "adapters/storage_sql/database.hpp"
#include "point/ports/store.hpp"

namespace vss::sql {

/// Table `teams`, column `users.team_id`, and what follows a team in the CRM and among calls.
class SqlTeamTable final : public point::TeamTable {
 public:
  explicit SqlTeamTable(Session& session) : session_(session) {}
  std::optional<point::Team> Find(const point::TeamId& id) override;
  std::optional<point::Team> FindByName(std::string_view name) override;
  Page<point::Team> List(const PageRequest& page) override;
  void Insert(const point::Team& team) override;
  void Update(const point::Team& team) override;
  void Delete(const point::TeamId& id) override;
  void SetTeamOf(const point::UserId& user, const std::optional<point::TeamId>& team) override;
  std::vector<point::TeamLeader> ListLeaders() override;

 private:
  std::optional<point::Team> ReadOne(std::string_view where, std::string value);

  Session& session_;
};
}  // namespace vss::sql
