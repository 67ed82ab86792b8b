#pragma once
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "contracts/journal.hpp"

namespace vss::point {

/// A stored AuditEntry.
struct AuditRecord {
  std::int64_t id = 0;
  Instant at;
  AuditEntry entry;
  std::string hash;  ///< what chains it to the record before
};

struct AuditFilter {
  std::optional<std::string> user_id;
  std::optional<std::string> action;
  std::optional<Instant> from;  ///< included
  std::optional<Instant> to;    ///< excluded
  std::optional<bool> success;
  /// Whether pseudonyms of persons become their numbers, as far as they were not erased.
  enum class Persons { kPseudonyms, kNumbers } persons = Persons::kPseudonyms;
};
}  // namespace vss::point
