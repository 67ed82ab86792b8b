#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/json.hpp"

namespace vss::crm {

enum class ImportState { kQueued, kRunning, kDone, kCancelled, kFailed };
inline constexpr std::array<std::string_view, 5> kImportStateNames = {"queued", "running", "done",
                                                                      "cancelled", "failed"};

/// What to do with a row that some lead has already.
enum class DuplicatePolicy { kSkip, kUpdate, kCreate };
inline constexpr std::array<std::string_view, 3> kDuplicatePolicyNames = {"skip", "update", "create"};

struct ImportCounts {
  std::int64_t rows = 0, created = 0, updated = 0, skipped = 0, rejected = 0;
  std::int64_t do_not_call = 0;  ///< of the created and updated ones: got that status for their number
  std::int64_t warned = 0;       ///< of the rows that were not refused: a value of theirs was left out
};

/// One file on its way into the leads. The counts and the offset are committed with the rows that they count,
/// so that an import that was cut goes on where it was.
struct Import {
  std::string id;  ///< UUID
  std::string name;
  ImportState state = ImportState::kQueued;
  json::object options;  ///< see import_options.hpp
  std::int64_t bytes = 0, bytes_read = 0;
  std::int64_t lines_read = 0;     ///< of the file; for naming the place of a row
  std::int64_t rejects_bytes = 0;  ///< of the file with the refused rows
  ImportCounts counts;
  std::optional<std::string> problem;
  std::optional<std::string> user_id;
  std::string username;
  Instant created_at;
  std::optional<Instant> started_at, finished_at;
};

inline bool IsOver(ImportState state) {
  return state != ImportState::kQueued && state != ImportState::kRunning;
}
inline std::string_view ToString(ImportState state) {
  return kImportStateNames[static_cast<std::size_t>(state)];
}
inline std::string_view ToString(DuplicatePolicy policy) {
  return kDuplicatePolicyNames[static_cast<std::size_t>(policy)];
}
}  // namespace vss::crm
