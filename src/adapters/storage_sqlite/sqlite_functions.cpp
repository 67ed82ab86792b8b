#include "adapters/storage_sqlite/sqlite_functions.hpp"

#include <locale.h>
#include <sqlite3.h>
#include <wctype.h>

#include <string>
#include <string_view>

namespace vss::sqlite {
namespace {
locale_t Unicode() {
  static const locale_t kLocale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return kLocale;
}

/// A letter outside ASCII: `code` in UTF-8. Only letters of two bytes are folded (Latin, Greek, Cyrillic,
/// Armenian, Hebrew, Arabic); longer sequences have no upper case that people search for.
void AppendTwoBytes(std::string& out, wint_t code) {
  out += static_cast<char>(0xC0 | (code >> 6));
  out += static_cast<char>(0x80 | (code & 0x3F));
}

std::string Lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto first = static_cast<unsigned char>(text[i]);
    const bool two_bytes = first >= 0xC2 && first <= 0xDF && i + 1 < text.size();
    if (!two_bytes) {
      out += first >= 'A' && first <= 'Z' ? static_cast<char>(first + 32) : text[i];
      continue;
    }
    const wint_t code = ((first & 0x1FU) << 6) | (static_cast<unsigned char>(text[++i]) & 0x3FU);
    const wint_t lower = Unicode() == nullptr ? code : towlower_l(code, Unicode());
    AppendTwoBytes(out, lower >= 0x80 && lower <= 0x7FF ? lower : code);
  }
  return out;
}

void LowerFunction(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return sqlite3_result_null(context);
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
  if (text == nullptr) return sqlite3_result_error_nomem(context);
  const std::string lower = Lower({text, static_cast<std::size_t>(sqlite3_value_bytes(values[0]))});
  sqlite3_result_text64(context, lower.data(), lower.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}
}  // namespace

void RegisterFunctions(sqlite3* db) {
  sqlite3_create_function(db, "lower", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nullptr,
                          &LowerFunction, nullptr, nullptr);
}
}  // namespace vss::sqlite
