#pragma once
#include <map>
#include <optional>
#include <string>

#include "base/json.hpp"
#include "base/text_encoding.hpp"
#include "contracts/scope.hpp"
#include "workspace/crm/import/import.hpp"
#include "workspace/crm/leads/lead_status.hpp"

namespace vss::crm {

/// How a file is to be read, and what its rows become.
struct ImportOptions {
  /// A column's title → a field of the lead (`phone`, `fields.city`), or nothing: left out.
  std::map<std::string, std::optional<std::string>, std::less<>> mapping;
  std::optional<char> delimiter;
  std::optional<Encoding> encoding;
  DuplicatePolicy policy = DuplicatePolicy::kSkip;
  LeadStatus status = LeadStatus::kNew;
  std::optional<std::string> assigned_seller, source;
  std::string country;  ///< of numbers without +
  RowScope visible;     ///< only leads that who imports may see are changed
};

json::object ToJson(const ImportOptions& options);
/// What ToJson wrote, out of the database.
ImportOptions ParseImportOptions(const json::object& stored);
}  // namespace vss::crm
