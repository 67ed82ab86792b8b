#pragma once
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

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

/// Takes such rows out of every file; says out of how many. Blocks.
std::size_t EraseFromRejects(const std::filesystem::path& folder, const PersonMarks& marks);
}  // namespace vss::crm
