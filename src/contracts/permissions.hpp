#pragma once
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

/// Permissions are `resource.action`. The catalogue is closed, so that a typo in a role is refused by name.
namespace vss {
namespace perm {
inline constexpr std::string_view kUsersRead = "users.read", kUsersCreate = "users.create",
                                  kUsersUpdate = "users.update", kUsersDelete = "users.delete";
inline constexpr std::string_view kRolesRead = "roles.read", kRolesCreate = "roles.create",
                                  kRolesUpdate = "roles.update", kRolesDelete = "roles.delete";
inline constexpr std::string_view kAuditRead = "audit.read";
inline constexpr std::string_view kTrunksRead = "trunks.read", kTrunksCreate = "trunks.create",
                                  kTrunksUpdate = "trunks.update", kTrunksDelete = "trunks.delete";
inline constexpr std::string_view kSlotsRead = "slots.read", kSlotsCreate = "slots.create",
                                  kSlotsUpdate = "slots.update", kSlotsDelete = "slots.delete",
                                  kSlotsUse = "slots.use", kSlotsAdmin = "slots.admin";
inline constexpr std::string_view kCallsRead = "calls.read", kCallsCreate = "calls.create",
                                  kCallsEnd = "calls.end", kCallsControl = "calls.control";
inline constexpr std::string_view kCdrRead = "cdr.read";
inline constexpr std::string_view kCrmRead = "crm.read", kCrmWrite = "crm.write", kCrmDelete = "crm.delete",
                                  kCrmAdmin = "crm.admin";
inline constexpr std::string_view kNotesRead = "notes.read", kNotesCreate = "notes.create",
                                  kNotesUpdate = "notes.update", kNotesDelete = "notes.delete";
inline constexpr std::string_view kRecordingsRead = "recordings.read",
                                  kRecordingsDelete = "recordings.delete";
inline constexpr std::string_view kMonitorRead = "monitor.read";
inline constexpr std::string_view kLogsRead = "logs.read", kLogsWrite = "logs.write";
inline constexpr std::string_view kSystemRead = "system.read", kSystemUpdate = "system.update";
}  // namespace perm

struct ResourceActions {
  std::string_view resource;
  std::vector<std::string_view> actions;
};
/// Every resource and its actions (domain.md, Roles and permissions).
const std::vector<ResourceActions>& PermissionCatalogue();

/// What a role may do.
class PermissionSet {
 public:
  /// `{"slots": ["read","use"], "crm": true}` or `{"all": true}`. Throws Error(kInvalidParams) naming
  /// `permissions.<resource>` that is unknown or ill-formed.
  static PermissionSet Parse(const json::value& permissions);

  bool Allows(std::string_view permission) const;  ///< "slots.read"
  bool AllowsAll() const { return all_; }          ///< also what will be added to VSS later
  /// Every catalogue permission that this set allows, sorted.
  std::vector<std::string> List() const;
  json::object ToJson() const;

 private:
  bool all_ = false;
  std::map<std::string, std::set<std::string>, std::less<>> granted_;
};

/// True when `resource.action` is in the catalogue.
bool IsPermission(std::string_view permission);
}  // namespace vss
