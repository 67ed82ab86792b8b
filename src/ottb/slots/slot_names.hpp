#pragma once
#include "base/error.hpp"
#include "ottb/ports/store.hpp"

namespace vss::ottb {
/// "slot 44", as errors and audit lines say it.
inline std::string Name(SlotId id) { return "slot " + id.str(); }

/// The slot, locked for the rest of the transaction. Throws Error(kNotFound).
inline Slot GetLocked(Transaction& tx, SlotId id) {
  auto slot = tx.slots().FindLocked(id);
  if (!slot) throw NotFound(Name(id));
  return std::move(*slot);
}
}  // namespace vss::ottb
