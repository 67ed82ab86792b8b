#pragma once
#include <optional>
#include <string>

namespace vss {

/// The numbers that nobody may call (domain.md, Compliance): those of leads in status do_not_call, and those
/// of erased persons, of which a keyed hash alone is left. The CRM keeps the list in the transactions that
/// change its leads; whoever dials asks it in the transaction that places the call. Runs on a database
/// thread.
class DoNotCall {
 public:
  virtual ~DoNotCall() = default;
  /// Whether `phone` (E.164) is on the list, or the lead is in status do_not_call, whatever number is dialled
  /// for it.
  virtual bool Blocks(const std::string& phone, const std::optional<std::string>& lead_id) = 0;
};
}  // namespace vss
