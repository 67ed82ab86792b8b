#pragma once
#include <string>
#include <string_view>

namespace vss::crm {
/// Why a row was refused, as its reader says it; a character that the reason names is named here, too. What
/// has no words of its own is a row that could not be read.
std::string RejectReasonInRussian(std::string_view reason);

/// Puts a file of refused rows (reject_file.hpp) into Russian: the titles of the first two columns, and the
/// reasons. Everything else stays byte for byte.
class RejectTranslator {
 public:
  /// The next piece of the file, in order; what is not at its end yet comes with a later one.
  std::string Next(std::string_view csv);

 private:
  void EndCell(std::string& out);

  std::string cell_;  ///< one of the first two, as it is written
  int column_ = 0;
  bool header_ = true, quoted_ = false;
};
}  // namespace vss::crm
