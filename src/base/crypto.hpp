#pragma once
#include <optional>
#include <string>
#include <string_view>

/// Thin over OpenSSL: nothing here is an algorithm of our own. Thread-safe.
namespace vss::crypto {
std::string Sha256(std::string_view data);                            ///< 32 raw bytes
std::string HmacSha256(std::string_view key, std::string_view data);  ///< 32 raw bytes
std::string HmacSha1(std::string_view key, std::string_view data);    ///< for one-time codes only (RFC 6238)
std::string Md5Hex(std::string_view data);                            ///< for SIP HA1 only (RFC 2617)
std::string Sha1(std::string_view data);  ///< 20 raw bytes; for WebSocket handshakes only (RFC 6455)
std::string Sha256Hex(std::string_view data);
std::string Hex(std::string_view bytes);
/// AES-256-GCM under a key of 32 bytes: nonce (12 random bytes, `nonce`), ciphertext and tag in one text.
/// `about` is not in it, but only with the same one it opens again.
std::string Seal(std::string_view key, std::string_view nonce, std::string_view plain,
                 std::string_view about);
std::optional<std::string> Open(std::string_view key, std::string_view sealed, std::string_view about);
bool ConstantTimeEqual(std::string_view a, std::string_view b);
std::string Base64UrlEncode(std::string_view bytes);  ///< without padding (RFC 4648 §5)
std::optional<std::string> Base64UrlDecode(
    std::string_view text);                                      ///< refuses padding and foreign characters
std::string Base64Encode(std::string_view bytes);                ///< with padding (RFC 4648 §4)
std::optional<std::string> Base64Decode(std::string_view text);  ///< wants the padding, refuses anything else
}  // namespace vss::crypto
