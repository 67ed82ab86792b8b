#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "contracts/leads.hpp"
#include "workspace/crm/leads/lead_status.hpp"
#include "workspace/crm/search_query.hpp"

namespace vss::crm {

/// Further columns that a lead or client has, such as those of an imported file.
using Fields = std::map<std::string, std::string, std::less<>>;

/// Somebody to sell to.
struct Lead {
  std::string id;  ///< UUID
  std::string client_name;
  std::string phone;  ///< E.164
  std::optional<std::string> email;
  LeadStatus status = LeadStatus::kNew;
  std::optional<std::string> assigned_seller;  ///< a user's id
  std::optional<std::string> team_id;          ///< of the seller, or whose pool it lies in
  std::optional<std::string> source, timezone, region;
  Fields fields;
  std::optional<std::string> client_id, import_id;
  std::optional<Instant> last_call_at;
  Instant created_at, updated_at;
  std::int64_t version = 1;  ///< grows with every change that a person makes

  bool operator==(const Lead&) const = default;
};

struct CreateLead {
  std::string client_name;
  std::string phone;  ///< E.164
  std::optional<std::string> email;
  LeadStatus status = LeadStatus::kNew;
  std::optional<std::string> assigned_seller, team_id;
  std::optional<std::string> source, timezone, region;
  Fields fields;
  std::optional<std::string> client_id;
};

/// The outer optional is "was it asked for"; the inner one, where there is one, the new value or none.
struct UpdateLead {
  std::optional<std::string> client_name, phone;
  std::optional<std::optional<std::string>> email;
  std::optional<LeadStatus> status;
  std::optional<std::optional<std::string>> assigned_seller, team_id;
  std::optional<std::optional<std::string>> source, timezone, region;
  std::optional<Fields> fields;
  std::optional<std::optional<std::string>> client_id;
  std::optional<std::int64_t> if_version;  ///< If-Match: only when the lead still has this version
};

struct LeadFilter {
  std::optional<LeadStatus> status;
  std::optional<std::optional<std::string>> assigned_seller;  ///< inner nothing: nobody's
  std::optional<SearchQuery> q;
  std::optional<std::string> phone, email, client_id;
  std::optional<Instant> from, to;                    ///< of created_at; `to` is not part of it
  std::optional<std::optional<std::string>> team_id;  ///< inner nothing: no team's
  RowScope visible;                                   ///< only leads that the caller may see
  std::vector<std::string> ids;                       ///< only these; empty: all
};

/// Who has it, for data rules.
inline LeadOwner OwnerOf(const Lead& lead) { return {lead.assigned_seller, lead.team_id}; }

inline std::string LeadName(const std::string& id) { return "lead " + id; }
}  // namespace vss::crm
