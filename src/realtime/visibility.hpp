#pragma once
#include <optional>
#include <string>

#include "base/async/task.hpp"
#include "contracts/principal.hpp"

namespace vss::realtime {

/// The data rules of realtime events, as whoever owns the leads knows them.
class Visibility {
 public:
  virtual ~Visibility() = default;
  /// False: the caller gets rows of leads assigned to them only.
  virtual bool SeesAllRows(const Principal& principal) const = 0;
  /// The user whom the lead is assigned to; nullopt: nobody, or there is no such lead. May throw what a store
  /// throws.
  virtual Task<std::optional<std::string>> SellerOf(std::string lead_id) = 0;
};
}  // namespace vss::realtime
