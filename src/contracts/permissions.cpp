#include "contracts/permissions.hpp"

#include "base/error.hpp"

namespace vss {

const std::vector<ResourceActions>& PermissionCatalogue() {
  static const std::vector<ResourceActions> kCatalogue = {
      {"agents", {"read", "self"}},
      {"alerts", {"create", "delete", "read", "update"}},
      {"archonts", {"create", "delete", "read"}},
      {"audit", {"read"}},
      {"calls", {"control", "create", "end", "monitor", "read"}},
      {"campaigns", {"create", "delete", "read", "run", "update"}},
      {"cdr", {"read"}},
      {"crm", {"admin", "delete", "read", "write"}},
      {"dashboard", {"read"}},
      {"dnc", {"create", "delete", "read"}},
      {"gacs", {"approve", "create", "delete", "read", "run", "update"}},
      {"guacamole", {"connect", "read"}},
      {"logs", {"read", "write"}},
      {"monitor", {"read"}},
      {"nodes", {"create", "delete", "read"}},
      {"notes", {"create", "delete", "read", "update"}},
      {"pipelines", {"create", "delete", "read", "run", "update"}},
      {"recordings", {"delete", "read"}},
      {"reports", {"generate", "read"}},
      {"roles", {"create", "delete", "read", "update"}},
      {"slots", {"admin", "create", "delete", "read", "update", "use"}},
      {"system", {"read", "update"}},
      {"telephony", {"create", "delete", "read", "update"}},
      {"trunks", {"create", "delete", "read", "update"}},
      {"users", {"create", "delete", "read", "update"}},
  };
  return kCatalogue;
}

namespace {
const ResourceActions* FindResource(std::string_view name) {
  const auto& catalogue = PermissionCatalogue();
  const auto found = std::ranges::lower_bound(catalogue, name, {}, &ResourceActions::resource);
  return found != catalogue.end() && found->resource == name ? &*found : nullptr;
}

bool Knows(const ResourceActions& resource, std::string_view action) {
  return std::ranges::find(resource.actions, action) != resource.actions.end();
}

std::set<std::string> ParseActions(const ResourceActions& resource, const json::value& granted) {
  const std::string field = fmt::format("permissions.{}", resource.resource);
  std::set<std::string> actions;
  if (granted.is_bool() && granted.get_bool()) {
    actions.insert(resource.actions.begin(), resource.actions.end());
    return actions;
  }
  if (!granted.is_array()) throw InvalidField(field, "wants a list of actions, or true for all of them");
  for (const json::value& action : granted.get_array()) {
    if (!action.is_string() || !Knows(resource, action.get_string())) {
      throw InvalidField(field, fmt::format("knows the actions {}", fmt::join(resource.actions, ", ")));
    }
    actions.emplace(action.get_string());
  }
  return actions;
}
}  // namespace

PermissionSet PermissionSet::Parse(const json::value& permissions) {
  if (!permissions.is_object()) {
    throw InvalidField("permissions", R"(wants an object such as {"slots": ["read"], "crm": true})");
  }
  PermissionSet set;
  for (const auto& [key, granted] : permissions.get_object()) {
    if (std::string_view(key) == "all") {
      if (!granted.is_bool() || !granted.get_bool())
        throw InvalidField("permissions.all", "can only be true");
      set.all_ = true;
      continue;
    }
    const ResourceActions* resource = FindResource(key);
    if (resource == nullptr) {
      throw InvalidField(fmt::format("permissions.{}", std::string_view(key)).substr(0, 80),
                         "is not a known resource");
    }
    set.granted_[std::string(key)] = ParseActions(*resource, granted);
  }
  return set;
}

bool PermissionSet::Allows(std::string_view permission) const {
  if (all_) return true;
  const std::size_t dot = permission.find('.');
  if (dot == std::string_view::npos) return false;
  const auto resource = granted_.find(permission.substr(0, dot));
  return resource != granted_.end() && resource->second.contains(std::string(permission.substr(dot + 1)));
}

std::vector<std::string> PermissionSet::List() const {
  std::vector<std::string> out;
  for (const auto& [resource, actions] : PermissionCatalogue()) {
    for (const std::string_view action : actions) {
      std::string permission = fmt::format("{}.{}", resource, action);
      if (Allows(permission)) out.push_back(std::move(permission));
    }
  }
  return out;
}

json::object PermissionSet::ToJson() const {
  json::object out;
  if (all_) out["all"] = true;
  for (const auto& [resource, actions] : granted_)
    out[resource] = json::array(actions.begin(), actions.end());
  return out;
}

bool IsPermission(std::string_view permission) {
  const std::size_t dot = permission.find('.');
  if (dot == std::string_view::npos) return false;
  const ResourceActions* resource = FindResource(permission.substr(0, dot));
  return resource != nullptr && Knows(*resource, permission.substr(dot + 1));
}
}  // namespace vss
