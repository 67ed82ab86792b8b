#include "protocols/jwt/jwt.hpp"

#include <gtest/gtest.h>

#include "base/crypto.hpp"
#include "base/json.hpp"

namespace vss::jwt {
namespace {
const Seconds kNow{std::chrono::seconds(1'760'000'000)};
const Trust kTrust{.key = Secret("a key of at least thirty-two bytes!")};

Claims SomeClaims() {
  return {.subject = "user-1",
          .session_id = "session-1",
          .role = "operator",
          .token_id = "jti-1",
          .issued_at = kNow,
          .not_before = kNow,
          .expires_at = kNow + std::chrono::hours(1)};
}

// Signs any header and payload with the right key, as somebody who holds it but writes other JSON.
std::string Forge(std::string_view header, std::string_view payload, const Trust& trust = kTrust) {
  const std::string text = crypto::Base64UrlEncode(header) + '.' + crypto::Base64UrlEncode(payload);
  return text + '.' + crypto::Base64UrlEncode(crypto::HmacSha256(trust.key.Reveal(), text));
}

std::string PayloadOf(std::string_view token) {
  const std::size_t first = token.find('.'), second = token.find('.', first + 1);
  return *crypto::Base64UrlDecode(token.substr(first + 1, second - first - 1));
}

Problem ProblemOf(std::string_view token, Seconds now = kNow) {
  const auto result = Verify(token, kTrust, now);
  EXPECT_FALSE(result.has_value()) << token;
  return result.has_value() ? Problem{-1} : result.error();
}

TEST(Jwt, VerifiesWhatItSigned) {
  const auto claims = Verify(Sign(SomeClaims(), kTrust), kTrust, kNow);
  ASSERT_TRUE(claims.has_value());
  EXPECT_EQ(claims->subject, "user-1");
  EXPECT_EQ(claims->session_id, "session-1");
  EXPECT_EQ(claims->role, "operator");
  EXPECT_EQ(claims->token_id, "jti-1");
  EXPECT_EQ(claims->expires_at, kNow + std::chrono::hours(1));
}

TEST(Jwt, ComputesTheSignatureOfRfc7515AppendixA1) {
  const auto key = crypto::Base64UrlDecode(
      "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(
      crypto::Base64UrlEncode(crypto::HmacSha256(
          *key,
          "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
          "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ")),
      "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  // Its signature is right for that key, but it carries none of our claims.
  const Trust trust{.key = Secret(*key)};
  const auto result = Verify(
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
      "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
      trust, kNow);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error(), Problem::kMalformed);
}

TEST(Jwt, RefusesEveryChangedCharacter) {
  const std::string token = Sign(SomeClaims(), kTrust);
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(Verify(changed, kTrust, kNow).has_value()) << "changed at " << i;
  }
}

TEST(Jwt, RefusesEveryTruncation) {
  const std::string token = Sign(SomeClaims(), kTrust);
  for (std::size_t length = 0; length < token.size(); ++length) {
    EXPECT_FALSE(Verify(std::string_view(token).substr(0, length), kTrust, kNow).has_value()) << length;
  }
  EXPECT_EQ(ProblemOf(token + "A"), Problem::kSignature);
  EXPECT_EQ(ProblemOf(token + "=="), Problem::kMalformed);
  EXPECT_EQ(ProblemOf(token + ".x"), Problem::kMalformed);
}

TEST(Jwt, RefusesOtherAlgorithmsEvenWhenSignedWithTheKey) {
  const std::string payload = PayloadOf(Sign(SomeClaims(), kTrust));
  for (const char* algorithm :
       {"none", "None", "nOnE", "NONE", "", "hs256", "HS384", "HS512", "RS256", "ES256"}) {
    EXPECT_EQ(ProblemOf(Forge(fmt::format(R"({{"alg":"{}","typ":"JWT"}})", algorithm), payload)),
              Problem::kHeader);
  }
  EXPECT_EQ(ProblemOf(Forge(R"({"typ":"JWT"})", payload)), Problem::kHeader);
  EXPECT_EQ(ProblemOf(Forge(R"({"alg":["HS256"]})", payload)), Problem::kHeader);
  EXPECT_EQ(ProblemOf(Forge(R"({"alg":"HS256","typ":"JWE"})", payload)), Problem::kHeader);
}

TEST(Jwt, RefusesUnsignedTokens) {
  const std::string payload = crypto::Base64UrlEncode(PayloadOf(Sign(SomeClaims(), kTrust)));
  EXPECT_EQ(ProblemOf(crypto::Base64UrlEncode(R"({"alg":"none"})") + '.' + payload + '.'), Problem::kHeader);
  EXPECT_EQ(ProblemOf(crypto::Base64UrlEncode(R"({"alg":"HS256"})") + '.' + payload + '.'),
            Problem::kSignature);
}

TEST(Jwt, RefusesHeadersThatNameAKeyOrAnExtension) {
  const std::string payload = PayloadOf(Sign(SomeClaims(), kTrust));
  for (const char* field :
       {R"("kid":"../../dev/null")", R"("jku":"http://127.0.0.1/keys")", R"("x5u":"http://x/")",
        R"("jwk":{"kty":"oct","k":"AA"})", R"("crit":["exp"])", R"("b64":false)"}) {
    EXPECT_EQ(ProblemOf(Forge(fmt::format(R"({{"alg":"HS256",{}}})", field), payload)), Problem::kHeader)
        << field;
  }
}

TEST(Jwt, RefusesAnotherKey) {
  const Trust other{.key = Secret("another key of thirty-two bytes or more")};
  EXPECT_EQ(ProblemOf(Sign(SomeClaims(), other)), Problem::kSignature);
}

TEST(Jwt, RefusesAnotherIssuerOrAudience) {
  Trust other = kTrust;
  other.issuer = "somebody";
  EXPECT_EQ(ProblemOf(Sign(SomeClaims(), other)), Problem::kForeign);
  other = kTrust;
  other.audience = "elsewhere";
  EXPECT_EQ(ProblemOf(Sign(SomeClaims(), other)), Problem::kForeign);
}

TEST(Jwt, ExpiresInTheSecondThatExpNames) {
  const std::string token = Sign(SomeClaims(), kTrust);
  EXPECT_TRUE(Verify(token, kTrust, kNow + std::chrono::seconds(3599)).has_value());
  EXPECT_EQ(ProblemOf(token, kNow + std::chrono::seconds(3600)), Problem::kExpired);
}

TEST(Jwt, RefusesTokensOfTheFutureBeyondTheClockSkew) {
  Claims claims = SomeClaims();
  claims.not_before = kNow + kClockSkew;
  EXPECT_TRUE(Verify(Sign(claims, kTrust), kTrust, kNow).has_value());
  claims.not_before = kNow + kClockSkew + std::chrono::seconds(1);
  EXPECT_EQ(ProblemOf(Sign(claims, kTrust)), Problem::kNotYetValid);
  claims = SomeClaims();
  claims.issued_at = kNow + kClockSkew + std::chrono::seconds(1);
  EXPECT_EQ(ProblemOf(Sign(claims, kTrust)), Problem::kNotYetValid);
}

TEST(Jwt, RefusesEachClaimThatIsMissingOrOfAnotherType) {
  const std::string header = R"({"alg":"HS256","typ":"JWT"})";
  const json::object good = ParseJson(PayloadOf(Sign(SomeClaims(), kTrust))).get_object();
  ASSERT_TRUE(Verify(Forge(header, ToText(good)), kTrust, kNow).has_value());
  for (const auto& [name, value] : good) {
    json::object without = good;
    without.erase(name);
    EXPECT_EQ(ProblemOf(Forge(header, ToText(without))), Problem::kMalformed) << name;
    for (const json::value& wrong : {json::value(nullptr), json::value(true), json::value(json::array{}),
                                     json::value(-1), json::value(1e300), json::value("")}) {
      json::object changed = good;
      changed[name] = wrong;
      EXPECT_EQ(ProblemOf(Forge(header, ToText(changed))), Problem::kMalformed)
          << name << " = " << ToText(wrong);
    }
  }
}

TEST(Jwt, RefusesTooLongAndNonJsonTokens) {
  EXPECT_EQ(ProblemOf(std::string(kMaxTokenBytes + 1, 'A')), Problem::kMalformed);
  EXPECT_EQ(ProblemOf("a.b"), Problem::kMalformed);
  EXPECT_EQ(ProblemOf(""), Problem::kMalformed);
  EXPECT_EQ(ProblemOf("..."), Problem::kMalformed);
  EXPECT_EQ(ProblemOf(Forge("[]", "{}")), Problem::kMalformed);
  EXPECT_EQ(ProblemOf(Forge(R"({"alg":"HS256"})", "[]")), Problem::kMalformed);
  EXPECT_EQ(ProblemOf(Forge(R"({"alg":"HS256"})", R"({"sub":{"a":{"b":{"c":{"d":1}}}}})")),
            Problem::kMalformed);
}
}  // namespace
}  // namespace vss::jwt
