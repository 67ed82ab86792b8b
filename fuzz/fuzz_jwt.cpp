#include "base/crypto.hpp"
#include "protocols/jwt/jwt.hpp"
#include "targets.hpp"

// Two ways in: the input as a token, and the input as header and claims (split at the first line end) that
// are signed with the right key, because what lies behind the signature check is parsed as well.
namespace {
constexpr vss::jwt::Seconds kNow{std::chrono::seconds{1'760'000'000}};

std::string SignedToken(std::string_view input, const std::string& key) {
  const std::size_t line = input.find('\n');
  const std::string_view claims = line == std::string_view::npos ? input : input.substr(line + 1);
  const std::string text =
      vss::crypto::Base64UrlEncode(input.substr(0, line)) + "." + vss::crypto::Base64UrlEncode(claims);
  return text + "." + vss::crypto::Base64UrlEncode(vss::crypto::HmacSha256(key, text));
}
}  // namespace

int FuzzJwt(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  static const vss::jwt::Trust kTrust{.key = vss::Secret("0123456789abcdef0123456789abcdef")};
  static const vss::jwt::Trust kOther{.key = vss::Secret("another-key-another-key-another!")};

  Expect(!vss::jwt::Verify(input, kOther, kNow), "a token that nobody signed is refused");
  const std::string token = SignedToken(input, kTrust.key.Reveal());
  const auto claims = vss::jwt::Verify(token, kTrust, kNow);
  if (!claims) return 0;
  Expect(claims->expires_at > kNow, "an accepted token has not expired");
  Expect(!claims->subject.empty() && !claims->session_id.empty(), "an accepted token says whose it is");
  Expect(!vss::jwt::Verify(token, kOther, kNow), "a token is good with one key only");
  const auto again = vss::jwt::Verify(vss::jwt::Sign(*claims, kTrust), kTrust, kNow);
  Expect(again && again->subject == claims->subject && again->expires_at == claims->expires_at,
         "what was accepted can be signed and read again");
  return 0;
}
