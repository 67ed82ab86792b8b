#pragma once
#include <optional>
#include <string>
#include <string_view>

/// Thin over OpenSSL: nothing here is an algorithm of our own. Thread-safe.
namespace vss::crypto {
std::string Sha256(std::string_view data);                            ///< 32 raw bytes
std::string HmacSha256(std::string_view key, std::string_view data);  ///< 32 raw bytes
std::string Md5Hex(std::string_view data);                            ///< for SIP HA1 only (RFC 2617)
std::string Sha1(std::string_view data);  ///< 20 raw bytes; for WebSocket handshakes only (RFC 6455)
std::string Sha256Hex(std::string_view data);
std::string Hex(std::string_view bytes);
bool ConstantTimeEqual(std::string_view a, std::string_view b);
std::string Base64UrlEncode(std::string_view bytes);  ///< without padding (RFC 4648 §5)
std::optional<std::string> Base64UrlDecode(
    std::string_view text);                                      ///< refuses padding and foreign characters
std::string Base64Encode(std::string_view bytes);                ///< with padding (RFC 4648 §4)
std::optional<std::string> Base64Decode(std::string_view text);  ///< wants the padding, refuses anything else
}  // namespace vss::crypto
