#pragma once
#include <filesystem>

#include "ottb/ports/store.hpp"

namespace vss::ottb {

/// Notes what happened to a running call: its row, its slot, `call.update`. Nothing for a call that is over.
void NoteProgress(Transaction& tx, const CallProgress& progress, Instant now);

/// Everything that the end of a call writes, in one transaction: its row, its record, its recording, the
/// minutes, its slot, the events. False, and nothing is written, when the call is over already: there is one
/// record per attempt.
bool CloseCall(Transaction& tx, const CallResult& result, const std::filesystem::path& recordings,
               Instant now);

/// Stores the recording of a call that is in the books without it; false when it has one, or nobody knows the
/// call.
bool KeepRecording(Transaction& tx, CallId id, const RecordingInfo& info,
                   const std::filesystem::path& recordings, Instant now);
}  // namespace vss::ottb
