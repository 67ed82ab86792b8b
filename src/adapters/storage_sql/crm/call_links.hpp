#pragma once
#include "adapters/storage_sql/database.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::sql {

/// OTTB's tables, seen from the CRM.
class SqlCallLinks final : public crm::CallLinks {
 public:
  explicit SqlCallLinks(Session& session) : session_(session) {}
  std::optional<crm::CallFacts> Find(std::int64_t call) override;
  Page<crm::TimelineItem> Timeline(const std::string& lead, const crm::TimelineScope& visible,
                                   const PageRequest& request) override;
  void MoveLead(const std::string& from, const crm::Lead& to) override;
  std::optional<Instant> LastEnd(const std::string& lead) override;
  bool IsInCall(const std::string& phone) override;
  crm::ErasedCalls Erase(const std::string& phone) override;
  std::vector<json::object> Calls(const std::string& phone, const RowScope& scope,
                                  std::size_t limit) override;
  std::vector<json::object> Recordings(const std::string& phone, const RowScope& scope,
                                       std::size_t limit) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
