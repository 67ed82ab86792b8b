#include "workspace/crm/notes/note_json.hpp"

#include "workspace/crm/call_ref.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
json::object ToJson(const Note& note) {
  return {{"id", note.id},
          {"call_id", note.call_id ? json::value(WireId('c', *note.call_id)) : nullptr},
          {"lead_id", OrNull(note.lead_id)},
          {"text", note.text},
          {"type", note.type},
          {"author_id", OrNull(note.author_id)},
          {"author", note.author},
          {"created_at", FormatRfc3339(note.created_at)},
          {"updated_at", FormatRfc3339(note.updated_at)}};
}
}  // namespace vss::crm
