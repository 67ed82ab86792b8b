#pragma once
#include <span>
#include <string>

#include "ottb/cdr/cdr.hpp"

namespace vss::ottb {
/// RFC 4180 with a header line, one line for each record. A cell that a spreadsheet would take for a formula
/// gets an apostrophe in front.
std::string ToCsv(std::span<const Cdr> records);
}  // namespace vss::ottb
