#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "contracts/principal.hpp"
#include "workspace/crm/leads/lead_change.hpp"
#include "workspace/crm/notes/note.hpp"

namespace vss::crm {

/// A call of OTTB, as a lead's timeline shows it.
struct CallBrief {
  std::int64_t call = 0, slot = 0, line = 0;
  std::string state;
  std::optional<std::string> hangup_cause;
  Instant started_at;
  std::optional<Instant> answered_at, ended_at;
};

struct RecordingBrief {
  std::int64_t recording = 0, call = 0;
  std::chrono::milliseconds duration{0};
};

struct ImportBrief {
  std::string import_id;
};

/// Which things of a lead somebody may see, each by a permission and, of calls and recordings, by data rules.
/// Nothing: none.
struct TimelineScope {
  std::optional<RowScope> calls, recordings;
  enum class Notes : std::uint8_t { kHidden, kShown } notes = Notes::kHidden;
};
inline TimelineScope TimelineScopeOf(const Principal& principal) {
  TimelineScope scope;
  if (principal.Allows(perm::kCallsRead)) scope.calls = ScopeOf(principal, ScopedResource::kCalls);
  if (principal.Allows(perm::kRecordingsRead))
    scope.recordings = ScopeOf(principal, ScopedResource::kRecordings);
  if (principal.Allows(perm::kNotesRead)) scope.notes = TimelineScope::Notes::kShown;
  return scope;
}

struct TimelineItem {
  std::string key;  ///< unique in the timeline: call:882
  Instant at;
  std::optional<std::string> user_id, username;
  std::variant<CallBrief, RecordingBrief, Note, LeadChange, ImportBrief> what;
};
}  // namespace vss::crm
