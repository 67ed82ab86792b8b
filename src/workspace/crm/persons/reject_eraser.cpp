#include "workspace/crm/persons/reject_eraser.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/email.hpp"

namespace vss::crm {
namespace {
namespace fs = std::filesystem;
constexpr std::size_t kPieceBytes = 256 * 1024;
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
}  // namespace

bool MayBeAbout(std::string_view row, const PersonMarks& marks) {
  const std::string lower = ToLowerAscii(row);
  return HasNumber(row, marks.phones) ||
         std::ranges::any_of(marks.emails, [&](const std::string& email) { return lower.contains(email); });
}

RejectEraser::RejectEraser(fs::path file, PersonMarks marks)
    : path_(std::move(file)), marks_(std::move(marks)), in_(path_, std::ios::binary) {}

bool RejectEraser::Next() {
  if (!in_.is_open()) return false;  // it was removed
  const std::size_t had = text_.size();
  text_.resize(had + kPieceBytes);
  in_.read(text_.data() + had, kPieceBytes);
  if (in_.bad()) throw std::runtime_error(fmt::format("cannot read {}", path_.string()));
  text_.resize(had + static_cast<std::size_t>(in_.gcount()));
  const bool goes_on = !in_.eof();
  const std::size_t taken = TakeRows(goes_on ? CsvInput::kGoesOn : CsvInput::kIsComplete);
  text_.erase(0, taken);
  if (!goes_on && replacement_) replacement_->Commit();
  return goes_on;
}

// Says how many bytes of the text are dealt with. The first record is the header.
std::size_t RejectEraser::TakeRows(CsvInput input) {
  std::size_t at = 0, kept_from = 0;
  const auto keep = [&](std::size_t to) {
    if (replacement_) replacement_->Append(std::string_view(text_).substr(kept_from, to - kept_from));
    passed_ += to - kept_from;
  };
  for (;;) {
    const std::string_view rest = std::string_view(text_).substr(at);
    const CsvRecord record = DecodeCsvRecord(rest, ',', input);
    if (record.consumed == 0) break;
    if (!is_header_ && MayBeAbout(rest.substr(0, record.consumed), marks_)) {
      keep(at);
      if (!replacement_) BeginReplacement();
      kept_from = at + record.consumed;
    }
    is_header_ = false;
    at += record.consumed;
  }
  keep(at);
  return at;
}

// All rows before the first one that goes are taken over as they are.
void RejectEraser::BeginReplacement() {
  replacement_.emplace(path_, path_.string() + ".erasing", 0600);
  std::ifstream before(path_, std::ios::binary);
  std::string piece(kPieceBytes, '\0');
  for (std::uintmax_t left = passed_; left > 0;) {
    const auto want = static_cast<std::streamsize>(std::min<std::uintmax_t>(left, piece.size()));
    if (!before.read(piece.data(), want))
      throw std::runtime_error(fmt::format("cannot read {}", path_.string()));
    replacement_->Append(std::string_view(piece).substr(0, static_cast<std::size_t>(want)));
    left -= static_cast<std::uintmax_t>(want);
  }
}

std::vector<fs::path> ListRejects(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename().string().ends_with(kRejectsEnding) && entry.is_regular_file())
      files.push_back(entry.path());
  }
  return files;
}
}  // namespace vss::crm
