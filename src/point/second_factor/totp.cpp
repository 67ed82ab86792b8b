#include "point/second_factor/totp.hpp"

#include "base/crypto.hpp"

namespace vss::point::totp {
namespace {
constexpr std::chrono::seconds kStep{30};
constexpr std::uint32_t kModulus = 1'000'000;  // six digits

std::string BigEndian(std::uint64_t number) {
  std::string bytes(8, '\0');
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, number >>= 8)
    *byte = static_cast<char>(number & 0xFF);
  return bytes;
}

bool IsUnreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

std::string Escaped(std::string_view text) {  // RFC 3986 §2.1
  std::string out;
  for (const char c : text) {
    if (IsUnreserved(c)) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}
}  // namespace

std::int64_t StepAt(Instant now) {
  return std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()) / kStep;
}

// RFC 4226 §5.3, dynamic truncation.
std::string CodeOf(const Secret& secret, std::int64_t step) {
  const std::string mac = crypto::HmacSha1(secret.Reveal(), BigEndian(static_cast<std::uint64_t>(step)));
  const auto byte = [&](std::size_t at) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(mac.at(at)));
  };
  const std::size_t offset = byte(19) & 0xF;
  const std::uint32_t number =
      ((byte(offset) & 0x7F) << 24) | (byte(offset + 1) << 16) | (byte(offset + 2) << 8) | byte(offset + 3);
  return fmt::format("{:06}", number % kModulus);
}

std::optional<std::int64_t> FindStep(const Secret& secret, std::string_view code, Instant now) {
  const std::int64_t current = StepAt(now);
  for (const std::int64_t step : {current, current - 1, current + 1}) {
    if (crypto::ConstantTimeEqual(CodeOf(secret, step), code)) return step;
  }
  return std::nullopt;
}

std::string Base32(std::string_view bytes) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : bytes) {
    bits = (bits << 8) | static_cast<unsigned char>(c);
    held += 8;
    for (; held >= 5; held -= 5) out += kLetters[(bits >> (held - 5)) & 31];
  }
  if (held > 0) out += kLetters[(bits << (5 - held)) & 31];
  return out;
}

std::string UriOf(const Secret& secret, std::string_view issuer, std::string_view account) {
  return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm=SHA1&digits=6&period=30",
                     Escaped(issuer), Escaped(account), Base32(secret.Reveal()));
}
}  // namespace vss::point::totp
