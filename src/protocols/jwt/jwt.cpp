#include "protocols/jwt/jwt.hpp"

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "base/json.hpp"

namespace vss::jwt {
namespace {
struct Parts {
  std::string_view header, payload, signature, signed_text;
};

std::optional<Parts> Split(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos)
    return std::nullopt;
  return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1),
               token.substr(0, second)};
}

std::optional<json::object> DecodeObject(std::string_view part) {
  const auto text = crypto::Base64UrlDecode(part);
  if (!text) return std::nullopt;
  try {
    json::value value = ParseJson(*text, 4);
    if (!value.is_object()) return std::nullopt;
    return std::move(value.get_object());
  } catch (const Error&) {
    return std::nullopt;
  }
}

bool IsText(const json::value& value, std::string_view text) {
  return value.is_string() && std::string_view(value.get_string()) == text;
}

// Only what Sign() writes: a field that names a key or an extension (RFC 7515 §4.1) is refused, not ignored.
bool HeaderIsOurs(const json::object& header) {
  const json::value* algorithm = header.if_contains("alg");
  if (algorithm == nullptr || !IsText(*algorithm, "HS256")) return false;
  return std::ranges::all_of(header, [](const auto& field) {
    return field.key() == "alg" || (field.key() == "typ" && IsText(field.value(), "JWT"));
  });
}

// Collects the claims; `complete` turns false at the first that is missing or of another type.
struct ClaimReader {
  const json::object& payload;
  bool complete = true;

  std::string Text(std::string_view name) {
    const json::value* value = payload.if_contains(name);
    if (value == nullptr || !value->is_string() || value->get_string().empty()) {
      complete = false;
      return {};
    }
    return std::string(value->get_string());
  }

  Seconds Time(std::string_view name) {
    constexpr std::int64_t kYear5138 = 100'000'000'000;  // keeps arithmetic on the value from overflowing
    const json::value* value = payload.if_contains(name);
    if (value == nullptr || !value->is_int64() || value->get_int64() < 0 || value->get_int64() > kYear5138) {
      complete = false;
      return {};
    }
    return Seconds(std::chrono::seconds(value->get_int64()));
  }
};

std::expected<Claims, Problem> CheckClaims(const json::object& payload, const Trust& trust, Seconds now) {
  ClaimReader read{payload};
  const std::string issuer = read.Text("iss"), audience = read.Text("aud");
  Claims claims{.subject = read.Text("sub"),
                .session_id = read.Text("sid"),
                .role = read.Text("role"),
                .token_id = read.Text("jti"),
                .issued_at = read.Time("iat"),
                .not_before = read.Time("nbf"),
                .expires_at = read.Time("exp")};
  if (!read.complete) return std::unexpected(Problem::kMalformed);
  if (issuer != trust.issuer || audience != trust.audience) return std::unexpected(Problem::kForeign);
  if (claims.issued_at > now + kClockSkew || claims.not_before > now + kClockSkew) {
    return std::unexpected(Problem::kNotYetValid);
  }
  if (claims.expires_at <= now) return std::unexpected(Problem::kExpired);
  return claims;
}
}  // namespace

std::string_view ToString(Problem problem) {
  switch (problem) {
    case Problem::kMalformed:
      return "malformed";
    case Problem::kHeader:
      return "header";
    case Problem::kSignature:
      return "signature";
    case Problem::kForeign:
      return "issuer or audience";
    case Problem::kNotYetValid:
      return "not yet valid";
    case Problem::kExpired:
      return "expired";
  }
  return "malformed";
}

std::string Sign(const Claims& claims, const Trust& trust) {
  const json::object payload{{"iss", trust.issuer},
                             {"aud", trust.audience},
                             {"sub", claims.subject},
                             {"sid", claims.session_id},
                             {"role", claims.role},
                             {"jti", claims.token_id},
                             {"iat", claims.issued_at.time_since_epoch().count()},
                             {"nbf", claims.not_before.time_since_epoch().count()},
                             {"exp", claims.expires_at.time_since_epoch().count()}};
  std::string token = crypto::Base64UrlEncode(R"({"alg":"HS256","typ":"JWT"})") + '.' +
                      crypto::Base64UrlEncode(ToText(payload));
  const std::string signature = crypto::HmacSha256(trust.key.Reveal(), token);
  return token + '.' + crypto::Base64UrlEncode(signature);
}

std::expected<Claims, Problem> Verify(std::string_view token, const Trust& trust, Seconds now) {
  if (token.size() > kMaxTokenBytes) return std::unexpected(Problem::kMalformed);
  const auto parts = Split(token);
  if (!parts) return std::unexpected(Problem::kMalformed);
  const auto header = DecodeObject(parts->header);
  if (!header) return std::unexpected(Problem::kMalformed);
  if (!HeaderIsOurs(*header)) return std::unexpected(Problem::kHeader);
  const auto signature = crypto::Base64UrlDecode(parts->signature);
  if (!signature) return std::unexpected(Problem::kMalformed);
  if (!crypto::ConstantTimeEqual(*signature, crypto::HmacSha256(trust.key.Reveal(), parts->signed_text))) {
    return std::unexpected(Problem::kSignature);
  }
  const auto payload = DecodeObject(parts->payload);
  if (!payload) return std::unexpected(Problem::kMalformed);
  return CheckClaims(*payload, trust, now);
}
}  // namespace vss::jwt
