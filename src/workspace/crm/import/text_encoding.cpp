#include "workspace/crm/import/text_encoding.hpp"

#include <iconv.h>

#include <cerrno>

#include "base/unicode.hpp"

namespace vss::crm {
namespace {
// glibc's converter; one a thread, as it holds a state.
class Windows1251 {
 public:
  Windows1251() : converter_(iconv_open("UTF-8", "WINDOWS-1251")) {}
  ~Windows1251() {
    if (IsOpen()) iconv_close(converter_);
  }
  Windows1251(const Windows1251&) = delete;
  Windows1251& operator=(const Windows1251&) = delete;

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

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}
}  // namespace

std::size_t BomBytes(std::string_view beginning) { return beginning.starts_with("\xEF\xBB\xBF") ? 3 : 0; }

std::optional<Encoding> DetectEncoding(std::string_view beginning) {
  if (beginning.starts_with("\xFF\xFE") || beginning.starts_with("\xFE\xFF")) return std::nullopt;
  if (BomBytes(beginning) > 0) return Encoding::kUtf8;
  for (std::size_t cut = 0; cut < 4 && cut <= beginning.size(); ++cut) {
    if (IsUtf8(beginning.substr(0, beginning.size() - cut))) return Encoding::kUtf8;
  }
  return Encoding::kWindows1251;
}

std::optional<std::string> ToUtf8(std::string_view text, Encoding encoding) {
  if (IsAscii(text)) return std::string(text);
  if (encoding == Encoding::kUtf8) return IsUtf8(text) ? std::optional(std::string(text)) : std::nullopt;
  static thread_local Windows1251 converter;
  return converter.Convert(text);
}
}  // namespace vss::crm
