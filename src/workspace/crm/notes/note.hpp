#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace vss::crm {

inline constexpr std::array<std::string_view, 5> kNoteTypes = {"note", "call_note", "meeting", "email",
                                                               "task"};

/// What somebody wrote down about a call, a lead or both.
struct Note {
  std::string id;                       ///< UUID
  std::optional<std::int64_t> call_id;  ///< c_<n> on the wire
  std::optional<std::string> lead_id;
  std::string text;
  std::string type;
  std::optional<std::string> author_id;
  std::string author;  ///< user name
  Instant created_at, updated_at;
};

struct CreateNote {
  std::optional<std::int64_t> call_id;
  std::optional<std::string> lead_id;
  std::string text;
  std::optional<std::string> type;  ///< none: call_note for a call, else note
};

struct UpdateNote {
  std::optional<std::string> text, type;
};

/// One of them, or both.
struct NoteFilter {
  std::optional<std::int64_t> call_id;
  std::optional<std::string> lead_id;
};

inline std::string NoteName(const std::string& id) { return "note " + id; }
}  // namespace vss::crm
