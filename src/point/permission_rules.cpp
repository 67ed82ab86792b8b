#include "point/permission_rules.hpp"

#include "base/error.hpp"

namespace vss::point {
namespace {
constexpr std::string_view kAll = "all";

std::optional<std::string> FirstLacking(const PermissionSet& holder, const PermissionSet& other) {
  if (holder.ToJson().contains(kAll)) return std::nullopt;
  if (other.ToJson().contains(kAll)) return std::string(kAll);
  for (std::string& permission : other.List()) {
    if (!holder.Allows(permission)) return std::move(permission);
  }
  return std::nullopt;
}
}  // namespace

bool Covers(const PermissionSet& holder, const PermissionSet& other) { return !FirstLacking(holder, other); }

void RequireCovers(const Caller& caller, const PermissionSet& other, std::string_view what) {
  const auto lacking = FirstLacking(*caller.principal.permissions, other);
  if (!lacking) return;
  throw Error(ErrorCode::kPermissionDenied,
              fmt::format("{} has the permission {}, which you don't have yourself", what, *lacking),
              {{"permission", *lacking}});
}
}  // namespace vss::point
