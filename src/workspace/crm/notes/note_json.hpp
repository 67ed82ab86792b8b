#pragma once
#include "base/json.hpp"
#include "workspace/crm/notes/note.hpp"

namespace vss::crm {
/// A note as the API and `note.update` show it.
json::object ToJson(const Note& note);
}  // namespace vss::crm
