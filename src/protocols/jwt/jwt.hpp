#pragma once
#include <chrono>
#include <expected>
#include <string>
#include <string_view>

#include "base/secret.hpp"

/// JSON Web Tokens (RFC 7519) as VSS uses them: signed with HMAC-SHA256 and nothing else, so that no header
/// of an attacker's choice can pick another algorithm or key (RFC 8725 §3.1). Pure; thread-safe.
namespace vss::jwt {

/// NumericDate of RFC 7519 §2: whole seconds.
using Seconds = std::chrono::sys_seconds;

struct Claims {
  std::string subject;     ///< sub: the user's id
  std::string session_id;  ///< sid: the login that the token belongs to
  std::string role;        ///< at the time of issue; what counts is the directory's
  std::string token_id;    ///< jti: makes two tokens of one second differ
  Seconds issued_at;
  Seconds not_before;
  Seconds expires_at;
};

/// Whose tokens are believed.
struct Trust {
  Secret key;
  std::string issuer = "vss";
  std::string audience = "vss-api";
};

enum class Problem {
  kMalformed,    ///< not three base64url parts of JSON, too long, or a claim missing or of another type
  kHeader,       ///< another algorithm than HS256, or a header field that VSS does not use (kid, jku, crit …)
  kSignature,    ///< made with another key, or changed since
  kForeign,      ///< for another issuer or audience
  kNotYetValid,  ///< nbf or iat lies ahead
  kExpired,
};
std::string_view ToString(Problem problem);

inline constexpr std::size_t kMaxTokenBytes = 8 * 1024;
/// How far the clocks of two VSS hosts may differ; for nbf and iat only.
inline constexpr std::chrono::seconds kClockSkew{5};

std::string Sign(const Claims& claims, const Trust& trust);
/// Checks everything but revocation. The signature is compared in constant time, before the claims are
/// parsed.
std::expected<Claims, Problem> Verify(std::string_view token, const Trust& trust, Seconds now);
}  // namespace vss::jwt
