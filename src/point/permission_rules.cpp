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

void RequireCovers(const Caller& caller, RoleGrant other, std::string_view what) {
  const Principal& holder = caller.principal;
  if (const auto lacking = FirstLacking(*holder.permissions, other.permissions)) {
    throw Error(ErrorCode::kPermissionDenied,
                fmt::format("{} has the permission {}, which you don't have yourself", what, *lacking),
                {{"permission", *lacking}});
  }
  const auto wider = holder.permissions->AllowsAll() ? std::nullopt : holder.scopes.FirstWider(other.scopes);
  if (!wider) return;
  throw Error(
      ErrorCode::kPermissionDenied,
      fmt::format("{} reaches {} rows of {}, and you only {}", what, ToString(other.scopes.Of(*wider)),
                  ToString(*wider), ToString(holder.scopes.Of(*wider))),
      {{"scope", ToString(*wider)}});
}

void RequireAllRows(const Caller& caller) {
  for (const ScopedResource resource : {ScopedResource::kCalls, ScopedResource::kLeads,
                                        ScopedResource::kRecordings, ScopedResource::kReports}) {
    if (ScopeOf(caller.principal, resource).all()) continue;
    throw Error(ErrorCode::kPermissionDenied,
                fmt::format("teams decide who sees which rows: changing them needs the scope all of {}",
                            ToString(resource)),
                {{"scope", ToString(resource)}});
  }
}
}  // namespace vss::point
