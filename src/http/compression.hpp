#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace vss::http {
/// Bodies smaller than this are not worth the time.
inline constexpr std::size_t kMinGzipBytes = 4096;

/// True when an Accept-Encoding value takes the coding, "gzip" or "br" (RFC 9110 §12.5.3).
bool AcceptsCoding(std::string_view accept_encoding, std::string_view coding);
inline bool AcceptsGzip(std::string_view accept_encoding) { return AcceptsCoding(accept_encoding, "gzip"); }
/// RFC 1952; nullopt when zlib fails or the result is not smaller.
std::optional<std::string> Gzip(std::string_view body);
}  // namespace vss::http
