#include "workspace/crm/import/lead_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/error.hpp"
#include "base/unicode.hpp"
#include "workspace/crm/import/reject_file.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
constexpr std::size_t kBuffer = 256 * 1024;

constexpr std::string_view kDelimiters = ",;\t|";

// The one that stands most often in the header line, outside of quotes.
char DetectDelimiter(std::string_view beginning) {
  std::array<std::size_t, kDelimiters.size()> counts{};
  bool quoted = false, any = false;
  for (const char c : beginning) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' && any) break;
    if (const std::size_t which = kDelimiters.find(c); which != std::string_view::npos) {
      ++counts.at(which);
      any = true;
    }
  }
  return kDelimiters[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

bool IsBlank(const std::vector<std::string>& cells) {
  return std::ranges::all_of(cells, [](const std::string& cell) { return TrimmedText(cell).empty(); });
}
}  // namespace

LeadFile::LeadFile(const std::filesystem::path& path, ImportOptions options, PhoneColumn phone)
    : options_(std::move(options)), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (!file_)
    throw InternalError(
        fmt::format("cannot open {}: {}", path.string(), std::generic_category().message(errno)));
  ReadHeader(phone);
}

// Reads more behind what is not used yet; false when there is no more.
bool LeadFile::Fill() {
  if (at_end_) return false;
  buffer_.erase(0, used_);
  used_ = 0;
  const std::size_t have = buffer_.size();
  buffer_.resize(have + kBuffer);
  ssize_t got = 0;
  do {
    got = ::read(file_.get(), buffer_.data() + have, kBuffer);
  } while (got < 0 && errno == EINTR);
  buffer_.resize(have + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got < 0)
    throw InternalError(fmt::format("cannot read an upload: {}", std::generic_category().message(errno)));
  at_end_ = got == 0;
  return got > 0;
}

CsvRecord LeadFile::NextRecord() {
  for (;;) {
    const std::string_view rest = std::string_view(buffer_).substr(used_);
    CsvRecord record =
        DecodeCsvRecord(rest, *options_.delimiter, at_end_ ? CsvInput::kIsComplete : CsvInput::kGoesOn);
    if (record.status == CsvRecord::Status::kNeedMore) {
      Fill();
      continue;
    }
    used_ += record.consumed;
    place_.bytes += static_cast<std::int64_t>(record.consumed);
    place_.lines += static_cast<std::int64_t>(record.lines);
    if (record.cut) SkipRestOfLine();
    return record;
  }
}

// A line that is too long is one row that is left out, not one for each piece of it.
void LeadFile::SkipRestOfLine() {
  for (;;) {
    const std::string_view rest = std::string_view(buffer_).substr(used_);
    const std::size_t end = rest.find_first_of("\r\n");
    const bool ended = end != std::string_view::npos;
    if (ended && end + 1 == rest.size() && rest[end] == '\r' && Fill()) continue;  // its LF may follow
    const std::size_t line_end = ended && rest.substr(end).starts_with("\r\n") ? 2 : 1;
    const std::size_t taken = ended ? end + line_end : rest.size();
    used_ += taken;
    place_.bytes += static_cast<std::int64_t>(taken);
    if (ended) ++place_.lines;
    if (ended || !Fill()) return;
  }
}

// The rest of the file is read only as long as all of it is ASCII.
Encoding LeadFile::FindEncoding() {
  EncodingSample sample;
  sample.Add(buffer_);
  std::string piece(kBuffer, '\0');
  auto at = static_cast<off_t>(buffer_.size());
  while (!sample.IsFull()) {
    const ssize_t got = ::pread(file_.get(), piece.data(), piece.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      throw InternalError(fmt::format("cannot read an upload: {}", std::generic_category().message(errno)));
    if (got == 0) break;
    sample.Add(std::string_view(piece).substr(0, static_cast<std::size_t>(got)));
    at += got;
  }
  return DetectEncoding(sample.text()).value_or(Encoding::kUtf8);
}

// `sep=;` in front of the header tells Excel, and us, what separates the cells.
void LeadFile::SkipSeparatorLine() {
  std::string_view rest = std::string_view(buffer_).substr(used_);
  const std::size_t before = rest.size();
  const bool quoted = rest.starts_with('"');
  if (quoted) rest.remove_prefix(1);
  if (rest.size() < 5 || (rest.substr(0, 4) != "sep=" && rest.substr(0, 4) != "SEP=")) return;
  const char delimiter = rest[4];
  rest.remove_prefix(5);
  if (quoted && rest.starts_with('"')) rest.remove_prefix(1);
  const std::size_t end = rest.find('\n');
  if (!kDelimiters.contains(delimiter) || end == std::string_view::npos ||
      !TrimmedText(rest.substr(0, end)).empty())
    return;
  if (!options_.delimiter) options_.delimiter = delimiter;
  const std::size_t line = before - rest.size() + end + 1;
  used_ += line;
  place_.bytes += static_cast<std::int64_t>(line);
  ++place_.lines;
}

// Lines that end with a delimiter have a last cell that is nobody's. A column without a title at the end is
// one when something stands in it, as far as the beginning of the file shows.
std::size_t LeadFile::CountColumns(const std::vector<std::string>& cells) const {
  const auto titled = std::find_if(cells.rbegin(), cells.rend(),
                                   [](const std::string& cell) { return !TrimmedText(cell).empty(); });
  auto count = static_cast<std::size_t>(cells.rend() - titled);
  for (std::string_view rest = std::string_view(buffer_).substr(used_); count < cells.size();) {
    const CsvRecord row =
        DecodeCsvRecord(rest, *options_.delimiter, at_end_ ? CsvInput::kIsComplete : CsvInput::kGoesOn);
    if (row.consumed == 0) break;
    rest.remove_prefix(row.consumed);
    for (std::size_t i = count;
         row.status == CsvRecord::Status::kRecord && i < std::min(row.cells.size(), cells.size()); ++i) {
      if (!TrimmedText(row.cells[i]).empty()) count = i + 1;
    }
  }
  return count;
}

std::vector<std::string> LeadFile::ReadTitles(CsvRecord header) {
  header.cells.resize(std::max<std::size_t>(CountColumns(header.cells), 1));
  std::vector<std::string> titles;
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    const auto text = ToUtf8(header.cells[i], *options_.encoding);
    if (!text) throw InvalidField("encoding", "is not that of the file's column titles");
    const auto line = CheckLine(*text, 200);
    titles.push_back(line ? *line : fmt::format("column {}", i + 1));
  }
  return titles;
}

void LeadFile::ReadHeader(PhoneColumn phone) {
  Fill();
  if (!DetectEncoding(buffer_))
    throw InvalidField("body", "is UTF-16; save the file as CSV in UTF-8 or Windows-1251");
  used_ = BomBytes(buffer_);
  place_.bytes = static_cast<std::int64_t>(used_);
  if (!options_.encoding) options_.encoding = used_ > 0 ? Encoding::kUtf8 : FindEncoding();
  SkipSeparatorLine();
  if (!options_.delimiter) options_.delimiter = DetectDelimiter(std::string_view(buffer_).substr(used_));
  CsvRecord header = NextRecord();
  if (header.status != CsvRecord::Status::kRecord)
    throw InvalidField("body", "wants a CSV file that begins with a line of column titles");
  std::vector<std::string> titles = ReadTitles(std::move(header));
  if (IsRejectHeader(titles)) {
    kind_ = Kind::kRejects;
    titles.erase(titles.begin(), titles.begin() + kRejectColumns);
    for (const auto& names : {kRejectTitles, kRussianRejectTitles}) {
      for (const std::string_view title : names) options_.mapping.erase(std::string(title));
    }
  }
  auto columns = MapColumns(titles, options_, phone);
  if (!columns) throw InvalidField("mapping", columns.error());
  columns_ = std::move(*columns);
}

void LeadFile::Seek(FilePlace place) {
  if (::lseek(file_.get(), place.bytes, SEEK_SET) < 0)
    throw InternalError(
        fmt::format("cannot go on with an upload: {}", std::generic_category().message(errno)));
  buffer_.clear();
  used_ = 0;
  at_end_ = false;
  place_ = place;
}

// Answers what is wrong; what cannot be read stands in the cells as a sign for that.
std::optional<std::string> LeadFile::ReadCells(CsvRecord& record, std::vector<std::string>& cells) const {
  std::optional<std::string> problem;
  for (std::string& cell : record.cells) {
    auto text = ToUtf8(cell, *options_.encoding);
    if (!text)
      problem = fmt::format("holds letters that are not {}",
                            kEncodingNames[static_cast<std::size_t>(*options_.encoding)]);
    cells.push_back(text ? std::move(*text) : CleanText(cell, kMaxCsvRecord));
  }
  if (kind_ == Kind::kRejects) {
    cells.erase(cells.begin(), cells.begin() + std::min<std::ptrdiff_t>(kRejectColumns, std::ssize(cells)));
    for (std::string& cell : cells) cell = ReadRejectCell(std::move(cell));
  }
  while (cells.size() > columns_.size() && TrimmedText(cells.back()).empty()) cells.pop_back();
  return problem;
}

FileRow LeadFile::ToRow(CsvRecord record, std::int64_t line) const {
  FileRow row{.line = line};
  if (auto problem = ReadCells(record, row.cells)) {
    row.reason = std::move(*problem);
    return row;
  }
  if (record.status == CsvRecord::Status::kMalformed) {
    row.reason = fmt::format("the line {}", record.problem);
    return row;
  }
  auto lead = ReadLeadRow(row.cells, columns_, options_);
  if (lead) {
    row.lead = std::move(*lead);
  } else {
    row.reason = std::move(lead.error());
  }
  return row;
}

std::vector<FileRow> LeadFile::Next(std::size_t most) {
  std::vector<FileRow> rows;
  while (rows.size() < most) {
    const std::int64_t before = place_.lines;
    CsvRecord record = NextRecord();
    if (record.status == CsvRecord::Status::kEnd) break;
    const std::int64_t line = before + static_cast<std::int64_t>(record.empty_lines) + 1;
    FileRow row = ToRow(std::move(record), line);
    if (!IsBlank(row.cells)) rows.push_back(std::move(row));
  }
  return rows;
}
}  // namespace vss::crm
