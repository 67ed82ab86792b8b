#pragma once
#include "http/router.hpp"
#include "ottb/ports/store.hpp"

namespace vss::ottb {
/// Mounts /api/cdr/records. Records are only read here; CloseCall writes them. `store` outlives `router`.
void MountCdrs(http::Router& router, Store<Transaction>& store, LeadDirectory& leads);
}  // namespace vss::ottb
