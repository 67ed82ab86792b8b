#pragma once
#include "base/json.hpp"
#include "workspace/crm/clients/client.hpp"

namespace vss::crm {
/// A client as the API and `client.update` show it.
json::object ToJson(const Client& client);
}  // namespace vss::crm
