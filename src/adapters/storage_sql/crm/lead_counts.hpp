#pragma once
#include <map>

#include "adapters/storage_sql/database.hpp"
#include "workspace/crm/leads/lead.hpp"

namespace vss::sql {

/// Table crm_lead_counts: how many leads a seller has in a status. Changes are collected and written at the
/// end of a statement's work, so that a thousand rows of an import are one update.
class LeadCounts {
 public:
  explicit LeadCounts(Session& session) : session_(session) {}
  void Add(const crm::Lead& lead, std::int64_t by);
  void Write();
  /// Exact; for filters of status and seller only.
  std::int64_t Sum(const crm::LeadFilter& filter);

 private:
  Session& session_;
  std::map<std::pair<std::string, std::string>, std::int64_t> changes_;
};
}  // namespace vss::sql
