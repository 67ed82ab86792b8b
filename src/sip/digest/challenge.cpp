#include "sip/digest/auth_params.hpp"
#include "sip/digest/fields.hpp"
#include "sip/message/message.hpp"

namespace vss::sip::digest {
namespace {
bool Offers(std::string_view list, std::string_view wanted) {
  for (std::string_view element; NextElement(list, element);) {
    if (EqualNoCase(element, wanted)) return true;
  }
  return false;
}
}  // namespace

std::string_view ToString(Algorithm algorithm) { return algorithm == Algorithm::kMd5 ? "MD5" : "SHA-256"; }

std::string WriteChallenge(const Challenge& challenge) {
  std::string out = "Digest ";
  AppendQuoted(out, "realm", challenge.realm);
  AppendQuoted(out, "nonce", challenge.nonce);
  if (!challenge.opaque.empty()) AppendQuoted(out, "opaque", challenge.opaque);
  if (challenge.stale) AppendToken(out, "stale", "true");
  AppendToken(out, "algorithm", ToString(challenge.algorithm));
  if (challenge.qop_auth) AppendQuoted(out, "qop", "auth");
  return out;
}

std::optional<Challenge> ParseChallenge(std::string_view header) {
  auto fields = ReadFields(header);
  if (!fields || fields->nonce.empty()) return std::nullopt;
  const auto algorithm = ReadAlgorithm(fields->algorithm);
  if (!algorithm) return std::nullopt;
  if (!fields->qop.empty() && !Offers(fields->qop, "auth")) return std::nullopt;
  return Challenge{.realm = std::move(fields->realm),
                   .nonce = std::move(fields->nonce),
                   .opaque = std::move(fields->opaque),
                   .algorithm = *algorithm,
                   .stale = EqualNoCase(fields->stale, "true"),
                   .qop_auth = !fields->qop.empty()};
}

std::optional<Challenge> StrongestChallenge(std::span<const std::string_view> headers) {
  std::optional<Challenge> best;
  for (const std::string_view header : headers) {
    auto challenge = ParseChallenge(header);
    if (!challenge || (best && challenge->algorithm <= best->algorithm)) continue;
    best = std::move(challenge);
  }
  return best;
}
}  // namespace vss::sip::digest
