#include "workspace/crm/clients/client_json.hpp"

#include "workspace/crm/values.hpp"

namespace vss::crm {
json::object ToJson(const Client& client) {
  return {{"id", client.id},
          {"name", client.name},
          {"phone", OrNull(client.phone)},
          {"email", OrNull(client.email)},
          {"company", OrNull(client.company)},
          {"fields", ToJson(client.fields)},
          {"created_by", OrNull(client.created_by)},
          {"created_at", FormatRfc3339(client.created_at)},
          {"updated_at", FormatRfc3339(client.updated_at)},
          {"version", client.version}};
}
}  // namespace vss::crm
