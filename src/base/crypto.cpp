#include "base/crypto.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <memory>

#include "base/error.hpp"
#include "base/random.hpp"

namespace vss {
namespace crypto {
namespace {
std::string Digest(const EVP_MD* algorithm, std::string_view data) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out;
  unsigned int length = 0;
  if (EVP_Digest(data.data(), data.size(), out.data(), &length, algorithm, nullptr) != 1) {
    throw InternalError("OpenSSL could not compute a digest");
  }
  return {reinterpret_cast<const char*>(out.data()), length};
}

std::string Hmac(const EVP_MD* algorithm, std::string_view key, std::string_view data) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out;
  unsigned int length = 0;
  if (HMAC(algorithm, key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(data.data()), data.size(), out.data(),
           &length) == nullptr) {
    throw InternalError("OpenSSL could not compute an HMAC");
  }
  return {reinterpret_cast<const char*>(out.data()), length};
}

constexpr int kNonceBytes = 12, kTagBytes = 16;  // NIST SP 800-38D §5.2
constexpr std::size_t kCipherKeyBytes = 32;

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

Cipher NewCipher(std::string_view key) {
  if (key.size() != kCipherKeyBytes) throw InternalError("a key of AES-256 has 32 bytes");
  Cipher cipher(EVP_CIPHER_CTX_new());
  if (!cipher) throw InternalError("OpenSSL has no memory for a cipher");
  return cipher;
}

const unsigned char* Raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* Raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<signed char, 256> MakeReverse() {
  std::array<signed char, 256> reverse{};
  reverse.fill(-1);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    reverse[static_cast<unsigned char>(kAlphabet[i])] = static_cast<signed char>(i);
  }
  return reverse;
}
constexpr auto kReverse = MakeReverse();
}  // namespace

std::string Sha256(std::string_view data) { return Digest(EVP_sha256(), data); }
std::string Sha1(std::string_view data) { return Digest(EVP_sha1(), data); }
std::string Sha256Hex(std::string_view data) { return Hex(Sha256(data)); }
std::string Md5Hex(std::string_view data) { return Hex(Digest(EVP_md5(), data)); }

std::string HmacSha256(std::string_view key, std::string_view data) { return Hmac(EVP_sha256(), key, data); }
std::string HmacSha1(std::string_view key, std::string_view data) { return Hmac(EVP_sha1(), key, data); }

std::string Seal(std::string_view key, std::string_view nonce, std::string_view plain,
                 std::string_view about) {
  if (nonce.size() != kNonceBytes) throw InternalError("a nonce of AES-GCM has 12 bytes");
  const Cipher cipher = NewCipher(key);
  std::string sealed(nonce);
  sealed.resize(kNonceBytes + plain.size() + kTagBytes);
  int length = 0;
  const bool done =
      EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, Raw(key), Raw(nonce)) == 1 &&
      EVP_EncryptUpdate(cipher.get(), nullptr, &length, Raw(about), static_cast<int>(about.size())) == 1 &&
      EVP_EncryptUpdate(cipher.get(), Raw(sealed) + kNonceBytes, &length, Raw(plain),
                        static_cast<int>(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(cipher.get(), Raw(sealed) + kNonceBytes + length, &length) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                          Raw(sealed) + kNonceBytes + plain.size()) == 1;
  if (!done) throw InternalError("OpenSSL could not encrypt");
  return sealed;
}

std::optional<std::string> Open(std::string_view key, std::string_view sealed, std::string_view about) {
  if (sealed.size() < kNonceBytes + kTagBytes) return std::nullopt;
  const Cipher cipher = NewCipher(key);
  const std::string_view text = sealed.substr(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  std::string plain(text.size(), '\0');
  int length = 0;
  const bool done =
      EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, Raw(key), Raw(sealed)) == 1 &&
      EVP_DecryptUpdate(cipher.get(), nullptr, &length, Raw(about), static_cast<int>(about.size())) == 1 &&
      EVP_DecryptUpdate(cipher.get(), Raw(plain), &length, Raw(text), static_cast<int>(text.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, Raw(tag)) == 1 &&
      EVP_DecryptFinal_ex(cipher.get(), Raw(plain) + length, &length) == 1;
  return done ? std::optional(std::move(plain)) : std::nullopt;
}

std::string Hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

bool ConstantTimeEqual(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string Base64UrlEncode(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  unsigned int buffer = 0;
  int bits = 0;
  for (const char c : bytes) {
    buffer = (buffer << 8 | static_cast<unsigned char>(c)) & 0xFFFFFF;
    for (bits += 8; bits >= 6;) {
      bits -= 6;
      out += kAlphabet[(buffer >> bits) & 63];
    }
  }
  if (bits > 0) out += kAlphabet[(buffer << (6 - bits)) & 63];
  return out;
}

std::optional<std::string> Base64UrlDecode(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string out;
  out.reserve(text.size() * 3 / 4);
  unsigned int buffer = 0;
  int bits = 0;
  for (const char c : text) {
    const int value = kReverse[static_cast<unsigned char>(c)];
    if (value < 0) return std::nullopt;
    buffer = (buffer << 6 | static_cast<unsigned int>(value)) & 0xFFFFFF;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>((buffer >> bits) & 255);
    }
  }
  // Bits that encode nothing must be zero, or two texts would mean the same bytes.
  if ((buffer & ((1U << bits) - 1)) != 0) return std::nullopt;
  return out;
}

std::string Base64Encode(std::string_view bytes) {
  std::string out = Base64UrlEncode(bytes);
  std::ranges::replace(out, '-', '+');
  std::ranges::replace(out, '_', '/');
  out.append((4 - out.size() % 4) % 4, '=');
  return out;
}

std::optional<std::string> Base64Decode(std::string_view text) {
  if (text.size() % 4 != 0 || text.find_first_of("-_") != std::string_view::npos) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  std::string plain(text.substr(0, text.size() - padding));
  std::ranges::replace(plain, '+', '-');
  std::ranges::replace(plain, '/', '_');
  return Base64UrlDecode(plain);
}
}  // namespace crypto

std::string SystemRandom::Bytes(std::size_t count) {
  std::string out(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1) {
    throw InternalError("the system's random generator failed");
  }
  return out;
}

namespace {
// RFC 9562 §4.1, §4.2: the variant and the version stand in the bytes 8 and 6.
std::string UuidText(std::string bytes, int version) {
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | (version << 4));
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  const std::string hex = crypto::Hex(bytes);
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20));
}
}  // namespace

std::string Random::Uuid() { return UuidText(Bytes(16), 4); }

std::string Random::TimeUuid(Instant now) {
  std::string bytes = Bytes(16);
  const auto ms = static_cast<std::uint64_t>(now.time_since_epoch().count());
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<char>(ms >> (40 - 8 * i));
  return UuidText(std::move(bytes), 7);
}

std::string Random::Token(std::size_t bytes) { return crypto::Base64UrlEncode(Bytes(bytes)); }

std::string Random::Password(std::size_t length) {
  constexpr std::string_view kSymbols = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  std::string out;
  while (out.size() < length) {
    for (const char c : Bytes(length)) {
      // Values past the last whole multiple are thrown away, or the first symbols would come up more often.
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 256 / kSymbols.size() * kSymbols.size() && out.size() < length)
        out += kSymbols[byte % kSymbols.size()];
    }
  }
  return out;
}
}  // namespace vss
