#pragma once
#include "workspace/crm/leads/lead.hpp"

namespace vss::crm {

/// A person or company that leads belong to.
struct Client {
  std::string id;  ///< UUID
  std::string name;
  std::optional<std::string> phone, email, company;
  Fields fields;
  std::optional<std::string> created_by;  ///< a user's id
  Instant created_at, updated_at;
  std::int64_t version = 1;
};

struct CreateClient {
  std::string name;
  std::optional<std::string> phone, email, company;
  Fields fields;
};

struct UpdateClient {
  std::optional<std::string> name;
  std::optional<std::optional<std::string>> phone, email, company;
  std::optional<Fields> fields;
};

struct ClientFilter {
  std::optional<SearchQuery> q;
  std::optional<std::string> phone;
  RowScope visible;  ///< only clients of leads that the caller may see, and those that the caller made
};

inline std::string ClientName(const std::string& id) { return "client " + id; }
}  // namespace vss::crm
