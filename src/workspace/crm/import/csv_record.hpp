#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// CSV as RFC 4180 has it, with the delimiters and line ends that spreadsheets write, and quotes inside of
/// cells as people write them. Bytes in, value out: the text's encoding is the caller's business, as no
/// delimiter is part of a letter in UTF-8 or Windows-1251.
namespace vss::crm {

inline constexpr std::size_t kMaxCsvRecord = 64 * 1024;  ///< bytes
inline constexpr std::size_t kMaxCsvColumns = 200;

struct CsvRecord {
  enum class Status {
    kRecord,     ///< `cells` are one record
    kNeedMore,   ///< the record is not all there: call again with more bytes behind the same ones
    kMalformed,  ///< `problem` says why; `cells` are the line between its delimiters, quotes and all; the
                 ///< next record is after `consumed` bytes
    kEnd,        ///< there is no record
  } status = Status::kEnd;
  std::vector<std::string> cells;
  std::string_view problem;
  std::size_t consumed = 0;     ///< bytes, with the line end
  std::size_t lines = 0;        ///< line ends among them
  std::size_t empty_lines = 0;  ///< of these, before the record
  bool cut = false;  ///< the line is too long: its rest, which is no record, comes behind `consumed`
};

enum class CsvInput { kGoesOn, kIsComplete };

/// Decodes the record at the beginning of `bytes`. Empty lines before it are passed over. Never throws, and
/// looks at kMaxCsvRecord bytes at most.
CsvRecord DecodeCsvRecord(std::string_view bytes, char delimiter, CsvInput input);
}  // namespace vss::crm
