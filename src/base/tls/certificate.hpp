#pragma once
#include <openssl/types.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

/// X.509 certificates and keys in PEM, over OpenSSL. Errors are std::runtime_error for the operator to read.
namespace vss::tls {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
void FreeCertificate(X509* certificate);
void FreeKey(EVP_PKEY* key);
using Certificate = std::unique_ptr<X509, Deleter<&FreeCertificate>>;
using PrivateKey = std::unique_ptr<EVP_PKEY, Deleter<&FreeKey>>;

/// Every certificate of `pem` in its order. Throws when there is none or one is damaged; `what` names the
/// text.
std::vector<Certificate> ParseCertificates(std::string_view pem, std::string_view what);
/// Throws when `pem` holds no private key, or one behind a pass phrase: a server starts without anybody to
/// ask.
PrivateKey ParsePrivateKey(std::string_view pem, std::string_view what);

std::string ToPem(const X509& certificate);
std::string ToPem(const EVP_PKEY& key);  ///< PKCS#8, not encrypted

struct CertificateInfo {
  std::string subject, issuer;
  std::vector<std::string> names;  ///< what it is valid for: DNS names and IP addresses
  Instant not_before, not_after;
  std::string fingerprint;  ///< SHA-256, AB:CD:…
};
CertificateInfo Describe(const X509& certificate);

bool KeyMatches(const X509& certificate, const EVP_PKEY& key);

/// Checks what a server is to present: `key` is the first certificate's, which is valid at `now`, and each
/// certificate is signed by the one after it. Throws with what is wrong.
void RequireUsable(const std::vector<Certificate>& chain, const EVP_PKEY& key, Instant now);
}  // namespace vss::tls
