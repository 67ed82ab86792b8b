#include <fmt/format.h>

#include "base/crypto.hpp"
#include "sip/digest/auth_params.hpp"
#include "sip/digest/fields.hpp"
#include "sip/message/message.hpp"

namespace vss::sip::digest {
namespace {
std::string Hash(Algorithm algorithm, std::string_view text) {
  return algorithm == Algorithm::kMd5 ? crypto::Md5Hex(text) : crypto::Sha256Hex(text);
}

/// RFC 7616 §3.4.1 with qop=auth; without qop as RFC 2069 had it.
std::string Response(const Credentials& credentials, std::string_view ha1, std::string_view method) {
  const std::string ha2 = Hash(credentials.algorithm, fmt::format("{}:{}", method, credentials.uri));
  return Hash(credentials.algorithm, credentials.qop.empty()
                                         ? fmt::format("{}:{}:{}", ha1, credentials.nonce, ha2)
                                         : fmt::format("{}:{}:{}:{}:auth:{}", ha1, credentials.nonce,
                                                       credentials.nc, credentials.cnonce, ha2));
}
const std::string& Pick(const Ha1& ha1, Algorithm algorithm) {
  return algorithm == Algorithm::kMd5 ? ha1.md5 : ha1.sha256;
}
}  // namespace

Ha1 MakeHa1(std::string_view username, std::string_view realm, std::string_view password) {
  const std::string text = fmt::format("{}:{}:{}", username, realm, password);
  return {crypto::Md5Hex(text), crypto::Sha256Hex(text)};
}

std::string WriteCredentials(const Credentials& credentials) {
  std::string out = "Digest ";
  AppendQuoted(out, "username", credentials.username);
  AppendQuoted(out, "realm", credentials.realm);
  AppendQuoted(out, "nonce", credentials.nonce);
  AppendQuoted(out, "uri", credentials.uri);
  AppendQuoted(out, "response", credentials.response);
  AppendToken(out, "algorithm", ToString(credentials.algorithm));
  if (!credentials.opaque.empty()) AppendQuoted(out, "opaque", credentials.opaque);
  if (!credentials.qop.empty()) {
    AppendToken(out, "qop", credentials.qop);
    AppendToken(out, "nc", credentials.nc);
    AppendQuoted(out, "cnonce", credentials.cnonce);
  }
  return out;
}

std::optional<Credentials> ParseCredentials(std::string_view header) {
  auto fields = ReadFields(header);
  if (!fields || EqualNoCase(fields->userhash, "true")) return std::nullopt;
  const auto algorithm = ReadAlgorithm(fields->algorithm);
  if (!algorithm || fields->username.empty() || fields->nonce.empty() || fields->uri.empty())
    return std::nullopt;
  if (fields->response.size() != (algorithm == Algorithm::kMd5 ? 32 : 64)) return std::nullopt;
  if (!fields->qop.empty()) {
    if (!EqualNoCase(fields->qop, "auth") || fields->nc.size() != 8 || fields->cnonce.empty())
      return std::nullopt;
    fields->qop = "auth";
  } else {
    fields->nc.clear();  // means nothing without qop
    fields->cnonce.clear();
  }
  return Credentials{.username = std::move(fields->username),
                     .realm = std::move(fields->realm),
                     .nonce = std::move(fields->nonce),
                     .uri = std::move(fields->uri),
                     .response = std::move(fields->response),
                     .opaque = std::move(fields->opaque),
                     .cnonce = std::move(fields->cnonce),
                     .nc = std::move(fields->nc),
                     .qop = std::move(fields->qop),
                     .algorithm = *algorithm};
}

Credentials Answer(const Challenge& challenge, std::string_view username, const Ha1& ha1,
                   std::string_view method, std::string_view uri, std::uint32_t nc, std::string_view cnonce) {
  Credentials credentials{.username = std::string(username),
                          .realm = challenge.realm,
                          .nonce = challenge.nonce,
                          .uri = std::string(uri),
                          .opaque = challenge.opaque,
                          .algorithm = challenge.algorithm};
  if (challenge.qop_auth) {
    credentials.qop = "auth";
    credentials.nc = fmt::format("{:08x}", nc);
    credentials.cnonce = cnonce;
  }
  credentials.response = Response(credentials, Pick(ha1, challenge.algorithm), method);
  return credentials;
}

bool Verify(const Credentials& credentials, const Ha1& ha1, std::string_view method) {
  const std::string& stored = Pick(ha1, credentials.algorithm);
  const std::string expected = Response(credentials, stored, method);
  // Compared in any case, so that a user who has no HA1 of this kind takes as long as one who has.
  return crypto::ConstantTimeEqual(expected, credentials.response) && !stored.empty();
}
}  // namespace vss::sip::digest
