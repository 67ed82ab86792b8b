#pragma once
#include "adapters/storage_sql/database.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::sql {

class SqlDraftTable final : public crm::DraftTable {
 public:
  explicit SqlDraftTable(Session& session) : session_(session) {}
  void Put(const crm::Draft& draft) override;
  std::optional<crm::Draft> Find(const std::string& user, const std::string& name) override;
  std::vector<crm::Draft> List(const std::string& user) override;
  std::vector<crm::Draft> ListAbout(const std::string& subject) override;
  std::vector<crm::Draft> ListAll() override;
  void Delete(const std::string& user, const std::string& name) override;
  void KeepNewest(const std::string& user, std::size_t count) override;
  void DeleteAbout(const std::string& subject) override;
  void DeleteBefore(Instant at) override;
  void RememberDropped(const crm::Draft& draft, Instant at) override;
  bool WasDropped(const crm::Draft& draft) override;
  void ForgetDropped(const std::string& subject) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
