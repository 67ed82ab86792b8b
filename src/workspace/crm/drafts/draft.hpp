#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "workspace/crm/leads/lead.hpp"

namespace vss::crm {

/// What somebody typed into a form and has not saved yet. It belongs to who typed it; nobody else sees it.
struct Draft {
  std::string user_id;
  std::string
      name;  ///< of the form, with the id of what it is about: lead-note:0192…, call-note:c_882, new-lead
  Fields fields;  ///< what is in the form's fields
  Instant updated_at;

  bool operator==(const Draft&) const = default;
};

inline constexpr std::size_t kMostDrafts = 50;  ///< of one person; the oldest gives way
inline constexpr std::size_t kMaxDraftName = 100, kMaxDraftFields = 50, kMaxDraftBytes = 48 * 1024;
inline constexpr std::chrono::days kDraftsKept{30};  ///< since the last keystroke

/// Letters, digits and - in front; after a colon the id of what it is about.
bool IsDraftName(std::string_view name);
/// What comes after the colon; empty without one.
std::string_view SubjectOf(std::string_view name);
/// How the draft is called when the lead that it is about went into `into`: a note goes along. Changes that
/// somebody began to make to the lead that is gone are none of the other.
std::optional<std::string> NameAfterMerge(std::string_view name, const std::string& into);
/// Both, without repeating what is in both.
Fields Joined(Fields first, const Fields& second);
/// Whether one of the fields holds the number, however it is written.
bool HoldsNumber(const Fields& fields, std::string_view e164);
}  // namespace vss::crm
