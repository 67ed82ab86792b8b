#include "workspace/crm/import/lead_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/error.hpp"
#include "workspace/crm/values.hpp"

namespace vss::crm {
namespace {
constexpr std::size_t kBuffer = 256 * 1024;

// The one that stands most often in the header line, outside of quotes.
char DetectDelimiter(std::string_view beginning) {
  std::size_t comma = 0, semicolon = 0, tab = 0;
  bool quoted = false;
  for (const char c : beginning) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' && comma + semicolon + tab > 0) break;
    comma += c == ',';
    semicolon += c == ';';
    tab += c == '\t';
  }
  if (semicolon > comma && semicolon >= tab) return ';';
  return tab > comma ? '\t' : ',';
}
}  // namespace

LeadFile::LeadFile(const std::filesystem::path& path, ImportOptions options)
    : options_(std::move(options)), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (!file_)
    throw InternalError(
        fmt::format("cannot open {}: {}", path.string(), std::generic_category().message(errno)));
  ReadHeader();
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
    return record;
  }
}

void LeadFile::ReadHeader() {
  Fill();
  const auto encoding = DetectEncoding(buffer_);
  if (!encoding) throw InvalidField("body", "is UTF-16; save the file as CSV in UTF-8 or Windows-1251");
  if (!options_.encoding) options_.encoding = encoding;
  used_ = BomBytes(buffer_);
  place_.bytes = static_cast<std::int64_t>(used_);
  if (!options_.delimiter) options_.delimiter = DetectDelimiter(std::string_view(buffer_).substr(used_));
  const CsvRecord header = NextRecord();
  if (header.status != CsvRecord::Status::kRecord)
    throw InvalidField("body", "wants a CSV file that begins with a line of column titles");
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    const auto text = ToUtf8(header.cells[i], *options_.encoding);
    if (!text) throw InvalidField("encoding", "is not that of the file's column titles");
    const auto line = CheckLine(*text, 200);
    titles_.push_back(line ? *line : fmt::format("column {}", i + 1));
  }
  auto columns = MapColumns(titles_, options_);
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

FileRow LeadFile::ToRow(CsvRecord record, std::int64_t line) const {
  FileRow row{.line = line};
  if (record.status == CsvRecord::Status::kMalformed) {
    row.reason = fmt::format("the line {}", record.problem);
    return row;
  }
  for (std::string& cell : record.cells) {
    auto text = ToUtf8(cell, *options_.encoding);
    if (!text) {
      row.reason = fmt::format("holds letters that are not {}",
                               kEncodingNames[static_cast<std::size_t>(*options_.encoding)]);
      return row;
    }
    row.cells.push_back(std::move(*text));
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
    rows.push_back(ToRow(std::move(record), line));
  }
  return rows;
}
}  // namespace vss::crm
