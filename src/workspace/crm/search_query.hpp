#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace vss::crm {

/// One word that is looked for.
struct SearchTerm {
  std::string word;  ///< folded letters and digits only
  enum class Match { kBeginning, kWhole } match = Match::kBeginning;
};

/// What somebody typed, as the index understands it: of each group one term at least is among the row's
/// words.
struct SearchQuery {
  std::vector<std::vector<SearchTerm>> groups;  ///< empty: nothing can be found
  /// When digits were looked for that may stand at the end of a number: the row's words contain one of these.
  std::vector<std::string> contains;
};

/// The words that a row is found by, with one space between two: those of its texts, and of each number
/// (E.164) its digits, those without the country code, and `t` with the last four.
std::string SearchTextOf(std::string_view name, std::string_view more,
                         const std::optional<std::string>& email, const std::set<std::string>& phones);

/// Reads what somebody typed. Digits with nothing but spaces, hyphens, brackets, dots and + between them are
/// a piece of a number: its beginning, with or without the code of `country` or its trunk prefix, or at least
/// the last three digits.
SearchQuery ParseSearch(std::string_view text, std::string_view country);
}  // namespace vss::crm
