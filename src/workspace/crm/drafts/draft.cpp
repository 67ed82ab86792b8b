#include "workspace/crm/drafts/draft.hpp"

#include <algorithm>

namespace vss::crm {
namespace {
constexpr std::string_view kNoteOfLead = "lead-note:";
constexpr std::size_t kNationalDigits = 9;  // however the country is written, or left out

bool IsWordLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

std::string DigitsOf(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}
}  // namespace

bool IsDraftName(std::string_view name) {
  const std::string_view subject = SubjectOf(name);
  const std::string_view form = name.substr(0, name.size() - subject.size() - (name.contains(':') ? 1 : 0));
  if (name.size() > kMaxDraftName || form.empty() || name.ends_with(':')) return false;
  return std::ranges::all_of(form, IsWordLetter) && std::ranges::all_of(subject, IsWordLetter);
}

std::string_view SubjectOf(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view() : name.substr(colon + 1);
}

std::optional<std::string> NameAfterMerge(std::string_view name, const std::string& into) {
  return name.starts_with(kNoteOfLead) ? std::optional(std::string(kNoteOfLead) + into) : std::nullopt;
}

Fields Joined(Fields first, const Fields& second) {
  for (const auto& [name, text] : second) {
    std::string& there = first[name];
    if (there.contains(text)) continue;
    there = there.empty() || text.contains(there) ? text : there + "\n\n" + text;
  }
  return first;
}

bool HoldsNumber(const Fields& fields, std::string_view e164) {
  const std::string digits = DigitsOf(e164);
  const std::string national =
      digits.size() > kNationalDigits ? digits.substr(digits.size() - kNationalDigits) : digits;
  return std::ranges::any_of(fields,
                             [&](const auto& field) { return DigitsOf(field.second).contains(national); });
}
}  // namespace vss::crm
