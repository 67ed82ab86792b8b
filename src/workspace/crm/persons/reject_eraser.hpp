#pragma once
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_replacement.hpp"
#include "workspace/crm/import/csv_record.hpp"

/// The files of refused rows that imports leave behind, seen from who must erase a person.
namespace vss::crm {

/// By what a row may be recognised as one about the person.
struct PersonMarks {
  std::set<std::string> phones;  ///< E.164
  std::set<std::string> emails;  ///< in lower case
};

/// A row was refused because something in it could not be read, so a number in it is taken for the person's
/// when it ends with the same digits, however it is written.
bool MayBeAbout(std::string_view row, const PersonMarks& marks);

/// What the names of these files end with.
inline constexpr std::string_view kRejectsEnding = ".rejects.csv";
std::vector<std::filesystem::path> ListRejects(const std::filesystem::path& folder);

/// Takes such rows out of one file, in pieces that are short work each, whatever the file's size. A file
/// without such a row stays untouched; one that is left half-way does, too. Blocks.
class RejectEraser {
 public:
  RejectEraser(std::filesystem::path file, PersonMarks marks);
  /// False when the file is done.
  bool Next();
  /// Whether a row went.
  bool changed() const { return replacement_.has_value(); }

 private:
  std::size_t TakeRows(CsvInput input);
  void BeginReplacement();

  const std::filesystem::path path_;
  const PersonMarks marks_;
  std::ifstream in_;
  std::string text_;           ///< read, and not dealt with yet
  std::uintmax_t passed_ = 0;  ///< bytes of rows that stay
  bool is_header_ = true;
  std::optional<FileReplacement> replacement_;
};
}  // namespace vss::crm
