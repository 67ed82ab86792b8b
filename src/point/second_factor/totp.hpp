#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/secret.hpp"

/// One-time passwords by time (RFC 6238): HMAC-SHA-1, 30 seconds, six digits, which is what every
/// authenticator app takes. Pure.
namespace vss::point::totp {

inline constexpr std::size_t kSecretBytes = 20;  // RFC 4226 §4, R6: 160 bits are recommended

std::int64_t StepAt(Instant now);
std::string CodeOf(const Secret& secret, std::int64_t step);

/// The step whose code this is, of the one `now` lies in and its neighbours: clocks of telephones differ, and
/// people type slowly (RFC 6238 §5.2).
std::optional<std::int64_t> FindStep(const Secret& secret, std::string_view code, Instant now);

/// RFC 4648 §6, without padding.
std::string Base32(std::string_view bytes);

/// What an app reads from the QR code: otpauth://totp/VSS:anna?secret=…
std::string UriOf(const Secret& secret, std::string_view issuer, std::string_view account);
}  // namespace vss::point::totp
