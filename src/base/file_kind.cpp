#include "base/file_kind.hpp"

namespace vss {
namespace {
// APPNOTE.TXT 4.3.7: the names of a ZIP archive's members stand as they are; OpenDocument (part 2, 3.3) puts
// its type first, and Office Open XML has [Content_Types].xml and xl/.
std::string_view WhatTheArchiveIs(std::string_view beginning) {
  if (beginning.contains("application/vnd.oasis.opendocument.spreadsheet"))
    return "is an OpenDocument spreadsheet; save it as CSV and upload that";
  if (beginning.contains("[Content_Types].xml") || beginning.contains("xl/"))
    return "is an Excel workbook; save it as CSV and upload that";
  return "is a ZIP archive; unpack it and upload the CSV file in it";
}
}  // namespace

std::optional<std::string_view> WhyNoCsv(std::string_view beginning) {
  if (beginning.starts_with("PK\x03\x04")) return WhatTheArchiveIs(beginning);
  if (beginning.starts_with("\xD0\xCF\x11\xE0"))  // [MS-CFB] 2.2
    return "is an Excel workbook of the old kind; save it as CSV and upload that";
  if (beginning.starts_with("\x1F\x8B"))  // RFC 1952 §2.3.1
    return "is packed with gzip; unpack it and upload the CSV file in it";
  if (beginning.starts_with("%PDF-")) return "is a PDF document; a CSV file is wanted";
  return std::nullopt;
}
}  // namespace vss
