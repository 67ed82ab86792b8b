#pragma once
#include "http/router.hpp"
#include "workspace/crm/notes/note_service.hpp"

namespace vss::crm {
/// Mounts /api/crm/note and /api/crm/notes. `notes` outlives `router`.
void MountNotes(http::Router& router, NoteService& notes);
}  // namespace vss::crm
