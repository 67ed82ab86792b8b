#include "base/tls/issue.hpp"

#include <arpa/inet.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace vss::tls {
namespace {
// OpenSSL answers 1 (or a pointer) for success.
template <class T>
T Check(T result, std::string_view what) {
  if (!result) throw std::runtime_error(fmt::format("OpenSSL could not {}", what));
  return result;
}

void SetSerial(X509* certificate, Random& random) {
  // RFC 5280 §4.1.2.2: positive, at most 20 octets, unpredictable.
  std::string bytes = random.Bytes(16);
  bytes[0] = static_cast<char>((bytes[0] & 0x7F) | 0x40);
  using Number = std::unique_ptr<BIGNUM, Deleter<&BN_free>>;
  const Number number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                                static_cast<int>(bytes.size()), nullptr));
  Check(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)), "set a serial number");
}

void SetTime(ASN1_TIME* time, Instant at) {
  Check(ASN1_TIME_set(time, std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count()),
        "set a validity");
}

void AddExtension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  using Extension = std::unique_ptr<X509_EXTENSION, Deleter<&X509_EXTENSION_free>>;
  const Extension extension(
      Check(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()), "make an extension"));
  Check(X509_add_ext(certificate, extension.get(), -1), "add an extension");
}

// Key, serial, validity and subject; the caller adds extensions and the signature.
Identity Begin(std::string_view name, Validity validity, Random& random) {
  Identity identity{Certificate(Check(X509_new(), "make a certificate")),
                    PrivateKey(Check(EVP_EC_gen("P-256"), "make a key"))};
  X509* certificate = identity.certificate.get();
  Check(X509_set_version(certificate, X509_VERSION_3), "set the version");
  SetSerial(certificate, random);
  SetTime(X509_getm_notBefore(certificate), validity.from);
  SetTime(X509_getm_notAfter(certificate), validity.from + validity.length);
  Check(X509_set_pubkey(certificate, identity.key.get()), "set the key");
  Check(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char*>(name.data()),
                                   static_cast<int>(name.size()), -1, 0),
        "set the subject");
  return identity;
}

bool IsAddress(const std::string& host) {
  in6_addr any{};
  return inet_pton(AF_INET, host.c_str(), &any) == 1 || inet_pton(AF_INET6, host.c_str(), &any) == 1;
}

// Also keeps commas and colons out of the extension text, where they would mean something.
bool IsDnsName(std::string_view host) {
  if (host.starts_with("*.")) host.remove_prefix(2);
  const bool plain =
      std::ranges::all_of(host, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '.'; });
  return plain && !host.empty() && host.size() <= 253 && host.front() != '.' && host.front() != '-' &&
         host.back() != '.' && !host.contains("..");
}

std::string AlternativeNamesOf(const std::vector<std::string>& hosts) {
  std::string text;
  for (const std::string& host : hosts) {
    if (!IsAddress(host) && !IsDnsName(host))
      throw std::runtime_error(fmt::format("\"{}\" is neither a DNS name nor an IP address", host));
    text += fmt::format("{}{}:{}", text.empty() ? "" : ",", IsAddress(host) ? "IP" : "DNS", host);
  }
  return text;
}

void Sign(Identity& identity, const X509& issuer, EVP_PKEY* key) {
  Check(X509_set_issuer_name(identity.certificate.get(), X509_get_subject_name(&issuer)), "set the issuer");
  Check(X509_sign(identity.certificate.get(), key, EVP_sha256()), "sign a certificate");
}
}  // namespace

Identity IssueAuthority(std::string_view name, Validity validity, Random& random) {
  Identity authority = Begin(name, validity, random);
  X509* certificate = authority.certificate.get();
  AddExtension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  AddExtension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  AddExtension(certificate, certificate, NID_subject_key_identifier, "hash");
  Sign(authority, *certificate, authority.key.get());
  return authority;
}

Identity IssueServer(const Identity& authority, const std::vector<std::string>& hosts, Validity validity,
                     Random& random) {
  if (hosts.empty()) throw std::runtime_error("a server certificate needs a host name");
  const std::string names = AlternativeNamesOf(hosts);
  const Instant last = Describe(*authority.certificate).not_after;
  if (validity.from + validity.length > last)
    validity.length = std::chrono::floor<std::chrono::days>(last - validity.from);
  // Names are in the alternative names; a subject is 64 characters at most (RFC 5280 appendix A,
  // ub-common-name).
  Identity server = Begin(std::string_view(hosts.front()).substr(0, 64), validity, random);
  X509* certificate = server.certificate.get();
  X509* issuer = authority.certificate.get();
  AddExtension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE");
  AddExtension(certificate, issuer, NID_key_usage, "critical,digitalSignature");
  AddExtension(certificate, issuer, NID_ext_key_usage, "serverAuth");
  AddExtension(certificate, issuer, NID_subject_alt_name, names);
  AddExtension(certificate, issuer, NID_subject_key_identifier, "hash");
  AddExtension(certificate, issuer, NID_authority_key_identifier, "keyid:always");
  Sign(server, *issuer, authority.key.get());
  return server;
}
}  // namespace vss::tls
