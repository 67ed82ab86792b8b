#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace vss::crm {

/// What a file's text is written in.
enum class Encoding { kUtf8, kWindows1251 };
inline constexpr std::array<std::string_view, 2> kEncodingNames = {"utf-8", "windows-1251"};

/// From the first bytes of a file: UTF-8 when they are (a character may be cut at the end), else
/// Windows-1251, in which Russian spreadsheets save CSV. Nothing: UTF-16, which no CSV reader takes.
std::optional<Encoding> DetectEncoding(std::string_view beginning);

/// As UTF-8; nothing when the text is not what it should be.
std::optional<std::string> ToUtf8(std::string_view text, Encoding encoding);

/// The bytes of a UTF-8 byte order mark at the beginning.
std::size_t BomBytes(std::string_view beginning);
}  // namespace vss::crm
