#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "ottb/calls/call.hpp"

namespace vss::ottb {

/// A stereo WAV of one call: left the number, right our side.
struct Recording {
  RecordingId id;
  CallId call_id;
  SlotId slot_id;
  std::optional<std::string> user_id, team_id, lead_id, campaign_id;
  std::string phone_number;  ///< E.164
  std::string file;          ///< below VSS_DATA_DIR/recordings: 2026/01/15/c_882.wav
  std::uint64_t bytes = 0;
  std::chrono::milliseconds duration{0};
  bool truncated = false;  ///< its end is missing: the disk, or the process, failed
  Instant started_at;
};

struct RecordingFilter {
  std::optional<CallId> call_id;
  std::optional<SlotId> slot_id;
  std::optional<std::string> user_id, lead_id, campaign_id, phone_number;
  std::optional<Instant> from, to;  ///< of started_at; `to` is not part of it
  RowScope visible;                 ///< only recordings that the caller may hear
};

inline CallOwner OwnerOf(const Recording& recording) {
  return {recording.user_id, recording.team_id, recording.lead_id};
}

inline std::string Name(RecordingId id) { return "recording " + Wire(id); }

/// Where the recording of a call stands, below VSS_DATA_DIR/recordings. Days are UTC's.
std::string RecordingFile(CallId call, Instant started_at);
/// The call that such a path belongs to, whatever folder it stands in.
std::optional<CallId> CallOfRecordingFile(std::string_view path);
}  // namespace vss::ottb
