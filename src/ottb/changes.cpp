#include "ottb/changes.hpp"

namespace vss::ottb {
namespace {
bool FollowsFromOthers(std::string_view field) { return field == "updated_at" || field == "free"; }
}  // namespace

json::object Changes(const json::object& before, const json::object& after) {
  json::object changes;
  for (const auto& [field, value] : after) {
    const json::value* old = before.if_contains(field);
    if (FollowsFromOthers(field) || (old != nullptr && *old == value)) continue;
    changes[field] = json::object{{"from", old == nullptr ? json::value(nullptr) : *old}, {"to", value}};
  }
  return changes;
}
}  // namespace vss::ottb
