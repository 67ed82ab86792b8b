#include "workspace/crm/persons/reject_eraser.hpp"

#include <algorithm>
#include <cctype>

#include "base/email.hpp"
#include "base/files.hpp"
#include "workspace/crm/import/csv_record.hpp"

namespace vss::crm {
namespace {
namespace fs = std::filesystem;
constexpr std::size_t kMaxFileBytes = std::size_t{1} << 30;
constexpr std::size_t kSameDigits = 8;  // of a number without its country and trunk codes
constexpr std::size_t kFewestDigits = 7;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Cells of any delimiter, and what a cell with two numbers holds between them.
bool EndsNumber(char c) {
  return c == ',' || c == ';' || c == '\t' || c == '|' || c == '"' || c == '\n' || c == '\r';
}

bool IsSameNumber(std::string_view given, std::string_view phone) {
  while (given.starts_with('0')) given.remove_prefix(1);
  if (given.size() < kFewestDigits) return false;
  const auto [end, ignored] = std::mismatch(given.rbegin(), given.rend(), phone.rbegin(), phone.rend());
  const auto same = static_cast<std::size_t>(end - given.rbegin());
  return same >= kSameDigits || same == given.size() || same == phone.size();
}

bool HasNumber(std::string_view row, const std::set<std::string>& phones) {
  std::string digits;
  const auto known = [&] {
    const bool found = std::ranges::any_of(phones, [&](const std::string& phone) {
      return IsSameNumber(digits, std::string_view(phone).substr(1));
    });
    digits.clear();
    return found;
  };
  for (const char c : row) {
    if (IsDigit(c)) digits += c;
    if (EndsNumber(c) && known()) return true;
  }
  return known();
}

// What stays of a file's text. The first record is the header.
std::string Kept(std::string_view text, const PersonMarks& marks) {
  std::string kept;
  bool header = true;
  while (!text.empty()) {
    const CsvRecord record = DecodeCsvRecord(text, ',', CsvInput::kIsComplete);
    if (record.consumed == 0) break;
    const std::string_view row = text.substr(0, record.consumed);
    if (header || !MayBeAbout(row, marks)) kept += row;
    header = false;
    text.remove_prefix(record.consumed);
  }
  return kept;
}
}  // namespace

bool MayBeAbout(std::string_view row, const PersonMarks& marks) {
  const std::string lower = ToLowerAscii(row);
  return HasNumber(row, marks.phones) ||
         std::ranges::any_of(marks.emails, [&](const std::string& email) { return lower.contains(email); });
}

std::size_t EraseFromRejects(const fs::path& folder, const PersonMarks& marks) {
  std::size_t changed = 0;
  if (!fs::exists(folder)) return changed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (!entry.path().filename().string().ends_with(".rejects.csv") || !entry.is_regular_file()) continue;
    const std::string text = ReadWholeFile(entry.path(), kMaxFileBytes);
    const std::string kept = Kept(text, marks);
    if (kept.size() == text.size()) continue;
    WriteWholeFile(entry.path(), kept, 0600);
    ++changed;
  }
  return changed;
}
}  // namespace vss::crm
