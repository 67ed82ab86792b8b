#include "sip/dialog/client_auth.hpp"

#include "base/crypto.hpp"

namespace vss::sip {
namespace {
constexpr int kMaxTries = 3;
}

std::optional<digest::Challenge> ClientAuth::Choose(const Message& response, HeaderId id) const {
  std::optional<digest::Challenge> best;
  for (const Header& header : response.headers()) {
    if (header.id != id) continue;
    auto challenge = digest::ParseChallenge(header.value);
    if (!challenge) continue;
    const bool sha = challenge->algorithm == digest::Algorithm::kSha256;
    if (!CanAnswer(challenge->algorithm)) continue;
    if (!best || (sha && best->algorithm != digest::Algorithm::kSha256)) best = std::move(challenge);
  }
  return best;
}

bool ClientAuth::CanAnswer(digest::Algorithm algorithm) const {
  const bool sha = algorithm == digest::Algorithm::kSha256;
  return !account_.password.empty() || !(sha ? account_.ha1.sha256 : account_.ha1.md5).empty();
}

ClientAuth::Verdict ClientAuth::TakeChallenge(const Message& response) {
  const bool by_proxy = response.status == 407;
  auto challenge = Choose(response, by_proxy ? HeaderId::kProxyAuthenticate : HeaderId::kWwwAuthenticate);
  std::optional<Known>& known = by_proxy ? proxy_ : server_;
  const bool used = known && challenge && known->challenge.nonce == challenge->nonce;
  const bool answered_here = tries_ > 0 && known.has_value();
  if (!challenge || used || tries_ >= kMaxTries || (answered_here && !challenge->stale)) {
    return Verdict::kRefused;
  }
  ++tries_;
  known = Known{*std::move(challenge), 0, {}};
  return Verdict::kRetry;
}

void ClientAuth::Add(Writer& writer, std::string_view header, std::optional<Known>& known, Method method,
                     std::string_view uri) {
  if (!known) return;
  const std::string cnonce = crypto::Hex(random_.Bytes(8));
  const digest::Ha1 ha1 =
      account_.password.empty()
          ? account_.ha1
          : digest::MakeHa1(account_.username, known->challenge.realm, account_.password.Reveal());
  known->credentials = digest::WriteCredentials(digest::Answer(
      known->challenge, account_.username, ha1, ToString(method), uri, ++known->nonce_count, cnonce));
  writer.Add(header, known->credentials);
}

void ClientAuth::Authorize(Writer& writer, Method method, std::string_view uri) {
  Add(writer, "Authorization", server_, method, uri);
  Add(writer, "Proxy-Authorization", proxy_, method, uri);
}

void ClientAuth::Repeat(Writer& writer) const {
  if (server_ && !server_->credentials.empty()) writer.Add("Authorization", server_->credentials);
  if (proxy_ && !proxy_->credentials.empty()) writer.Add("Proxy-Authorization", proxy_->credentials);
}
}  // namespace vss::sip
