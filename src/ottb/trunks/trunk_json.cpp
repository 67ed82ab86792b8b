#include "ottb/trunks/trunk_json.hpp"

namespace vss::ottb {
namespace {
json::value OrNull(const std::optional<std::string>& text) { return text ? json::value(*text) : nullptr; }
}  // namespace

json::object ToJson(const Trunk& trunk) {
  return {{"id", trunk.id.value},
          {"name", trunk.name},
          {"type", ToString(trunk.type)},
          {"capacity", trunk.capacity},
          {"description", OrNull(trunk.description)},
          {"region", OrNull(trunk.region)},
          {"caller_ids", json::array(trunk.caller_ids.begin(), trunk.caller_ids.end())},
          {"provider_id", trunk.provider_id ? json::value(trunk.provider_id->value) : nullptr},
          {"slots_used", trunk.slots_used},
          {"free", trunk.capacity - trunk.slots_used},
          {"created_at", FormatRfc3339(trunk.created_at)},
          {"updated_at", FormatRfc3339(trunk.updated_at)}};
}
}  // namespace vss::ottb
