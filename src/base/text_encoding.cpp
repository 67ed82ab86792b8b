#include "base/text_encoding.hpp"

#include <iconv.h>

#include <cerrno>

#include "base/code_page.hpp"
#include "base/unicode.hpp"

namespace vss {
namespace {
// glibc's converter; one a thread, as it holds a state.
class Converter {
 public:
  explicit Converter(const char* from) : converter_(iconv_open("UTF-8", from)) {}
  ~Converter() {
    if (IsOpen()) iconv_close(converter_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  std::optional<std::string> Convert(std::string_view text) {
    if (!IsOpen()) return std::nullopt;
    std::string out(text.size() * 3, '\0');       // the Euro sign takes three bytes
    char* from = const_cast<char*>(text.data());  // iconv only reads there
    char* to = out.data();
    std::size_t left = text.size(), room = out.size();
    if (iconv(converter_, &from, &left, &to, &room) == static_cast<std::size_t>(-1)) {
      iconv(converter_, nullptr, nullptr, nullptr, nullptr);
      return std::nullopt;
    }
    out.resize(out.size() - room);
    return out;
  }

 private:
  bool IsOpen() const { return converter_ != reinterpret_cast<iconv_t>(-1); }
  iconv_t converter_;
};

Converter& ConverterOf(Encoding encoding) {
  static thread_local Converter cyrillic("WINDOWS-1251"), western("WINDOWS-1252"), central("WINDOWS-1250");
  switch (encoding) {
    case Encoding::kWindows1252:
      return western;
    case Encoding::kWindows1250:
      return central;
    default:
      return cyrillic;
  }
}

bool IsBeyondAscii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// A file in UTF-8 may hold a line that somebody pasted in something else; that line is refused, the file is
// not read as something else. Text in a code page is UTF-8 by accident hardly ever.
bool IsMostlyUtf8(std::string_view text) {
  constexpr std::size_t kOneBrokenIn = 3;
  std::size_t good = 0, broken = 0;
  for (std::size_t at = 0; at < text.size();) {
    const bool ascii = !IsBeyondAscii(text[at]);
    const bool cut = text.size() - at < 4;
    if (NextCharacter(text, at) == kBrokenCharacter) {
      broken += cut ? 0 : 1;
    } else {
      good += ascii ? 0 : 1;
    }
  }
  return broken == 0 || good >= broken * kOneBrokenIn;
}
}  // namespace

void EncodingSample::Add(std::string_view piece) {
  if (!begun_) {
    const auto first = std::ranges::find_if(piece, IsBeyondAscii);
    if (first == piece.end()) return;
    begun_ = true;
    constexpr std::ptrdiff_t kContext = 64;
    const auto at = first - piece.begin();
    piece.remove_prefix(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, at - kContext)));
  }
  text_ += piece.substr(0, kEnough - std::min(kEnough, text_.size()));
}

std::size_t BomBytes(std::string_view beginning) { return beginning.starts_with("\xEF\xBB\xBF") ? 3 : 0; }

std::optional<Encoding> DetectEncoding(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return std::nullopt;
  if (BomBytes(text) > 0 || IsMostlyUtf8(text)) return Encoding::kUtf8;
  switch (GuessCodePage(text)) {
    case CodePage::kWestern:
      return Encoding::kWindows1252;
    case CodePage::kCentral:
      return Encoding::kWindows1250;
    default:
      return Encoding::kWindows1251;
  }
}

std::optional<std::string> ToUtf8(std::string_view text, Encoding encoding) {
  if (std::ranges::none_of(text, IsBeyondAscii)) return std::string(text);
  if (encoding == Encoding::kUtf8) return IsUtf8(text) ? std::optional(std::string(text)) : std::nullopt;
  return ConverterOf(encoding).Convert(text);
}
}  // namespace vss
