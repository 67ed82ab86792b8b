#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace vss {

/// What a file's text is written in: UTF-8, or what Windows calls ANSI in Russia, in Western and in Central
/// Europe.
enum class Encoding { kUtf8, kWindows1251, kWindows1252, kWindows1250 };
inline constexpr std::array<std::string_view, 4> kEncodingNames = {"utf-8", "windows-1251", "windows-1252",
                                                                   "windows-1250"};

/// What a file's encoding is judged by: a piece of it that begins where its first letter beyond ASCII is,
/// however far down that be.
class EncodingSample {
 public:
  void Add(std::string_view piece);  ///< the next one of the file
  bool IsFull() const { return text_.size() >= kEnough; }
  const std::string& text() const { return text_; }

 private:
  static constexpr std::size_t kEnough = 256 * 1024;
  std::string text_;
  bool begun_ = false;
};

/// From what a file holds: UTF-8 when it is (a character may be cut at the end, and one line in a hundred
/// broken), else the code page in which its words are those of some language. Nothing: UTF-16, which no CSV
/// reader takes.
std::optional<Encoding> DetectEncoding(std::string_view text);

/// As UTF-8; nothing when the text is not what it should be.
std::optional<std::string> ToUtf8(std::string_view text, Encoding encoding);

/// The bytes of a UTF-8 byte order mark at the beginning.
std::size_t BomBytes(std::string_view beginning);
}  // namespace vss
