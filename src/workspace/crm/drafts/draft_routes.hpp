#pragma once
#include "http/router.hpp"
#include "workspace/crm/drafts/draft_service.hpp"

namespace vss::crm {
/// Mounts /api/drafts. `drafts` outlives `router`.
void MountDrafts(http::Router& router, DraftService& drafts);
}  // namespace vss::crm
