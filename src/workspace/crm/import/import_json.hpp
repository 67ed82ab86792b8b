#pragma once
#include "workspace/crm/import/import_service.hpp"

namespace vss::crm {
/// An import as the API and `lead.import` show it.
json::object ToJson(const Import& import);
json::object ToJson(const ImportPreview& preview);
}  // namespace vss::crm
