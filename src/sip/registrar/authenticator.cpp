#include "sip/registrar/authenticator.hpp"

#include <cstring>
#include <optional>

#include "base/crypto.hpp"

namespace vss::sip {
namespace {
/// The credentials for our realm, of several that a request may carry (§22.3).
std::optional<digest::Credentials> CredentialsFor(const Message& request, std::string_view realm) {
  for (const Header& header : request.headers()) {
    if (header.id != HeaderId::kAuthorization) continue;
    auto credentials = digest::ParseCredentials(header.value);
    if (credentials && credentials->realm == realm) return credentials;
  }
  return std::nullopt;
}

/// The keys of the table that an attacker's addresses fill.
KeyedHash HashFrom(const std::string& secret) {
  KeyedHash hash;
  const std::string bytes = crypto::HmacSha256(secret, "guesses");
  std::memcpy(&hash.key0, bytes.data(), sizeof hash.key0);
  std::memcpy(&hash.key1, bytes.data() + sizeof hash.key0, sizeof hash.key1);
  return hash;
}

/// RFC 7616 §3.4.6: the digest-uri and the Request-URI name the same thing. Parameters may differ.
bool SameResource(std::string_view digest_uri, const Uri& request_uri) {
  const auto uri = ParseUri(digest_uri);
  return uri && EqualNoCase(uri->scheme, request_uri.scheme) && uri->user == request_uri.user &&
         EqualNoCase(uri->host, request_uri.host);
}
}  // namespace

Authenticator::Authenticator(Settings settings, std::string nonce_key,
                             std::function<std::chrono::milliseconds()> now)
    : settings_(std::move(settings)),
      now_(std::move(now)),
      nonces_(nonce_key, settings_.nonces),
      guesses_(settings_.guesses, HashFrom(nonce_key)) {
  // A password nobody has: unknown users cost the same work and get the same answers.
  nobody_.ha1 =
      digest::MakeHa1("nobody", settings_.realm, crypto::Hex(crypto::HmacSha256(nonce_key, "nobody")));
}

void Authenticator::Put(const std::string& user, digest::Ha1 ha1) {
  accounts_.insert_or_assign(user, Account{std::move(ha1), {}});
}

bool Authenticator::Offers(digest::Algorithm algorithm) const {
  switch (settings_.offer) {
    case DigestOffer::kMd5:
      return algorithm == digest::Algorithm::kMd5;
    case DigestOffer::kSha256:
      return algorithm == digest::Algorithm::kSha256;
    case DigestOffer::kBoth:
      return true;
  }
  return false;
}

Authenticator::Verdict Authenticator::Check(const Message& request, const std::string& user, const Flow& flow,
                                            Source source) {
  const Verdict verdict = Judge(request, user, flow, source);
  switch (verdict) {
    case Verdict::kGood:
      ++counters_.good;
      break;
    case Verdict::kChallenge:
      ++counters_.challenged;
      break;
    case Verdict::kStale:
      ++counters_.stale;
      break;
    case Verdict::kRefused:
      ++counters_.refused;
      break;
  }
  return verdict;
}

Authenticator::Verdict Authenticator::Judge(const Message& request, const std::string& user, const Flow& flow,
                                            Source source) {
  const auto credentials = CredentialsFor(request, settings_.realm);
  if (!credentials || credentials->qop != "auth" || !Offers(credentials->algorithm))
    return Verdict::kChallenge;
  const auto found = accounts_.find(user);
  const bool known = found != accounts_.end();
  Account& account = known ? found->second : nobody_;
  // All is computed before anything is decided, so that no answer comes sooner than another.
  const bool proven = digest::Verify(*credentials, account.ha1, request.method_text);
  const bool fits = credentials->username == user && SameResource(credentials->uri, request.request_uri);
  if (!nonces_.IsOurs(credentials->nonce, flow.remote.address.to_string())) return Verdict::kChallenge;
  const bool locked = source == Source::kUnknown && account.lock_out.Locked(Now());
  const bool judged = !locked || MayGuess(flow);
  if (!proven || !known) account.lock_out.Fail(Now());
  if (known && !judged) ++counters_.locked_out;
  if (!proven || !known || !fits || !judged) return Verdict::kRefused;
  const Verdict verdict = JudgeNonce(*credentials, flow);
  if (verdict == Verdict::kGood && source == Source::kUnknown && !locked) account.lock_out.Succeed();
  return verdict;
}

// A lock-out slows those down who guess. Whoever knows the password needs one try, and has it from every
// address that did not use up its own.
bool Authenticator::MayGuess(const Flow& flow) {
  return guesses_.TakeToken(guesses_.At(flow.remote.address, now_()), now_());
}

Authenticator::Verdict Authenticator::JudgeNonce(const digest::Credentials& credentials, const Flow& flow) {
  using Nonce = digest::NonceKeeper::Verdict;
  switch (nonces_.Check(credentials.nonce, flow.remote.address.to_string(), credentials.nc, now_())) {
    case Nonce::kGood:
      return Verdict::kGood;
    case Nonce::kStale:
    case Nonce::kReplayed:
      return Verdict::kStale;
    case Nonce::kForged:
      return Verdict::kChallenge;
  }
  return Verdict::kChallenge;
}

std::string Authenticator::Refusal(const Message& request, Verdict verdict, const Flow& flow,
                                   std::string_view to_tag) {
  if (verdict == Verdict::kRefused) return ResponseTo(request, 403, to_tag).Finish();
  Writer writer = ResponseTo(request, 401, to_tag);
  digest::Challenge challenge{.realm = settings_.realm,
                              .nonce = nonces_.Make(now_(), flow.remote.address.to_string()),
                              .stale = verdict == Verdict::kStale};
  for (const auto algorithm : {digest::Algorithm::kSha256, digest::Algorithm::kMd5}) {
    if (!Offers(algorithm)) continue;
    challenge.algorithm = algorithm;
    writer.Add("WWW-Authenticate", digest::WriteChallenge(challenge));
  }
  return writer.Finish();
}
}  // namespace vss::sip
