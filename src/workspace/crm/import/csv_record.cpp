#include "workspace/crm/import/csv_record.hpp"

#include <algorithm>

namespace vss::crm {
namespace {
using Status = CsvRecord::Status;

// Reads one record; `at_` is the next byte. Every step takes one byte at least, so that it ends.
class Decoder {
 public:
  Decoder(std::string_view bytes, char delimiter, CsvInput input)
      : bytes_(bytes.substr(0, kMaxCsvRecord)),
        delimiter_(delimiter),
        complete_(input == CsvInput::kIsComplete && bytes.size() <= kMaxCsvRecord),
        full_(bytes.size() >= kMaxCsvRecord) {}

  CsvRecord Run() {
    SkipEmptyLines();
    if (AtEnd()) return complete_ ? Done(Status::kEnd) : NeedMore();
    for (;;) {
      const Status cell = bytes_[at_] == '"' ? Quoted() : Plain();
      if (cell != Status::kRecord) return cell == Status::kNeedMore ? NeedMore() : Malformed();
      if (record_.cells.size() > kMaxCsvColumns) {
        problem_ = "has too many columns";
        return Malformed();
      }
      if (AtEnd()) return complete_ ? Done(Status::kRecord) : NeedMore();
      if (bytes_[at_] == delimiter_) {
        ++at_;
        if (AtEnd() && complete_)
          record_.cells.emplace_back();  // the last cell is empty, and so is the line's end
        if (AtEnd()) return complete_ ? Done(Status::kRecord) : NeedMore();
        continue;
      }
      return TakeLineEnd() ? Done(Status::kRecord) : NeedMore();
    }
  }

 private:
  bool AtEnd() const { return at_ >= bytes_.size(); }
  bool AtLineEnd() const { return bytes_[at_] == '\n' || bytes_[at_] == '\r'; }

  // LF or CR LF. False when the LF may still come. A CR alone was the Macintosh's line end, and is taken for
  // one.
  bool TakeLineEnd() {
    if (bytes_[at_] == '\r') {
      if (at_ + 1 >= bytes_.size() && !complete_) return false;
      if (at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '\n') ++at_;
    }
    ++at_;
    ++record_.lines;
    return true;
  }

  void SkipEmptyLines() {
    while (!AtEnd() && AtLineEnd() && TakeLineEnd()) {
    }
    record_.empty_lines = record_.lines;
    start_ = at_;
  }

  // Up to the delimiter or the line's end. A quote inside is a letter like any other, as in ООО "Ромашка".
  Status Plain() {
    const std::size_t from = at_;
    while (!AtEnd() && bytes_[at_] != delimiter_ && !AtLineEnd()) ++at_;
    if (AtEnd() && !complete_) return Status::kNeedMore;
    record_.cells.emplace_back(bytes_.substr(from, at_ - from));
    return Status::kRecord;
  }

  Status Quoted() {
    const std::size_t from = at_;
    std::string text;
    for (++at_;;) {
      const std::size_t quote = bytes_.find('"', at_);
      if (quote == std::string_view::npos) {
        problem_ = "has a quote that is never closed";
        return complete_ ? Status::kMalformed : Status::kNeedMore;
      }
      text += bytes_.substr(at_, quote - at_);
      at_ = quote + 1;
      if (AtEnd() && !complete_) return Status::kNeedMore;
      if (AtEnd() || bytes_[at_] != '"') break;
      text += '"';
      ++at_;
    }
    if (!AtEnd() && bytes_[at_] != delimiter_ && !AtLineEnd()) return BeginsWithWordInQuotes(from, text);
    record_.lines += static_cast<std::size_t>(std::ranges::count(text, '\n'));
    record_.cells.push_back(std::move(text));
    return Status::kRecord;
  }

  // "Ромашка" ООО: nobody quoted this cell, its text begins with a word in quotes. When the quotes go over a
  // line's end, one was forgotten.
  Status BeginsWithWordInQuotes(std::size_t from, std::string_view quoted) {
    if (quoted.find_first_of("\r\n") != std::string_view::npos) {
      problem_ = "has text behind a closing quote";
      return Status::kMalformed;
    }
    const Status rest = Plain();
    if (rest == Status::kRecord) record_.cells.back() = bytes_.substr(from, at_ - from);
    return rest;
  }

  CsvRecord NeedMore() {
    if (!full_) return {.status = Status::kNeedMore};
    problem_ = "is longer than 65536 bytes, or has a quote that is never closed";
    return Malformed();
  }

  // Reading goes on behind the first line's end: a forgotten quote costs one line, not the rest of the file.
  CsvRecord Malformed() {
    record_.lines = record_.empty_lines;
    at_ = std::min(bytes_.find_first_of("\r\n", start_), bytes_.size());
    TakeCellsAsTheyAre(bytes_.substr(start_, at_ - start_));
    const bool long_line = AtEnd() && full_;
    const bool ended = !AtEnd() && TakeLineEnd();
    if (!ended && !complete_ && !full_) return {.status = Status::kNeedMore};
    if (long_line) problem_ = "is longer than 65536 bytes";
    record_.problem = problem_;
    record_.cut = long_line;
    return Done(Status::kMalformed);
  }

  // So that whoever mends the line has all of it.
  void TakeCellsAsTheyAre(std::string_view line) {
    record_.cells.clear();
    for (;;) {
      const std::size_t end = std::min(line.find(delimiter_), line.size());
      record_.cells.emplace_back(line.substr(0, end));
      if (end == line.size()) return;
      line.remove_prefix(end + 1);
    }
  }

  CsvRecord Done(Status status) {
    record_.status = status;
    record_.consumed = at_;
    return std::move(record_);
  }

  const std::string_view bytes_;
  const char delimiter_;
  const bool complete_;  ///< nothing comes behind `bytes_`
  const bool full_;
  std::size_t at_ = 0, start_ = 0;
  CsvRecord record_;
  std::string_view problem_;
};
}  // namespace

CsvRecord DecodeCsvRecord(std::string_view bytes, char delimiter, CsvInput input) {
  return Decoder(bytes, delimiter, input).Run();
}
}  // namespace vss::crm
