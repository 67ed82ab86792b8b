#include "base/tls/certificate.hpp"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace vss::tls {
namespace {
using Bio = std::unique_ptr<BIO, Deleter<&BIO_free_all>>;

Bio Reader(std::string_view text) { return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))); }

std::string Contents(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

// Never prompts on the terminal; an encrypted key is an error instead.
int NoPassPhrase(char*, int, int, void*) { return -1; }

std::string NameText(const X509_NAME* name) {
  const Bio out(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
  return Contents(out.get());
}

Instant TimeOf(const ASN1_TIME* time) {
  std::tm fields{};
  if (ASN1_TIME_to_tm(time, &fields) != 1)
    throw std::runtime_error("the certificate's validity cannot be read");
  return Instant(std::chrono::seconds(timegm(&fields)));
}

std::string AddressText(const ASN1_OCTET_STRING* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = ASN1_STRING_length(address) == 4 ? AF_INET : AF_INET6;
  if (family == AF_INET6 && ASN1_STRING_length(address) != 16) return "?";
  return inet_ntop(family, ASN1_STRING_get0_data(address), text.data(), text.size());
}

std::vector<std::string> AlternativeNames(const X509& certificate) {
  using Names = std::unique_ptr<GENERAL_NAMES, Deleter<&GENERAL_NAMES_free>>;
  const Names found(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
  std::vector<std::string> names;
  for (int i = 0; found && i < sk_GENERAL_NAME_num(found.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(found.get(), i);
    if (name->type == GEN_DNS) {
      names.emplace_back(reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
                         static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
    } else if (name->type == GEN_IPADD) {
      names.push_back(AddressText(name->d.iPAddress));
    }
  }
  return names;
}

std::string Fingerprint(const X509& certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  if (X509_digest(&certificate, EVP_sha256(), digest.data(), &size) != 1)
    throw std::runtime_error("OpenSSL could not compute a digest");
  std::string text;
  for (unsigned int i = 0; i < size; ++i) text += fmt::format("{}{:02X}", i == 0 ? "" : ":", digest[i]);
  return text;
}

bool IsSignedBy(X509& certificate, X509& issuer) {
  ERR_clear_error();
  return X509_check_issued(&issuer, &certificate) == X509_V_OK &&
         X509_verify(&certificate, X509_get0_pubkey(&issuer)) == 1;
}
}  // namespace

void FreeCertificate(X509* certificate) { X509_free(certificate); }
void FreeKey(EVP_PKEY* key) { EVP_PKEY_free(key); }

std::vector<Certificate> ParseCertificates(std::string_view pem, std::string_view what) {
  const Bio in = Reader(pem);
  std::vector<Certificate> chain;
  ERR_clear_error();
  while (X509* next = PEM_read_bio_X509(in.get(), nullptr, &NoPassPhrase, nullptr)) chain.emplace_back(next);
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (!at_end)
    throw std::runtime_error(fmt::format("{}: certificate {} in it is damaged", what, chain.size() + 1));
  if (chain.empty())
    throw std::runtime_error(
        fmt::format("{}: holds no certificate in PEM (-----BEGIN CERTIFICATE-----)", what));
  return chain;
}

PrivateKey ParsePrivateKey(std::string_view pem, std::string_view what) {
  const Bio in = Reader(pem);
  PrivateKey key(PEM_read_bio_PrivateKey(in.get(), nullptr, &NoPassPhrase, nullptr));
  ERR_clear_error();
  if (key) return key;
  if (pem.contains("ENCRYPTED")) {
    throw std::runtime_error(fmt::format(
        "{}: the key is encrypted; write it without a pass phrase: openssl pkey -in {} -out plain.key", what,
        what));
  }
  throw std::runtime_error(
      fmt::format("{}: holds no private key in PEM (-----BEGIN PRIVATE KEY-----)", what));
}

std::string ToPem(const X509& certificate) {
  const Bio out(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_X509(out.get(), &certificate) != 1)
    throw std::runtime_error("OpenSSL could not write a certificate");
  return Contents(out.get());
}

std::string ToPem(const EVP_PKEY& key) {
  const Bio out(BIO_new(BIO_s_secmem()));
  if (PEM_write_bio_PrivateKey(out.get(), &key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    throw std::runtime_error("OpenSSL could not write a key");
  }
  return Contents(out.get());
}

CertificateInfo Describe(const X509& certificate) {
  return {.subject = NameText(X509_get_subject_name(&certificate)),
          .issuer = NameText(X509_get_issuer_name(&certificate)),
          .names = AlternativeNames(certificate),
          .not_before = TimeOf(X509_get0_notBefore(&certificate)),
          .not_after = TimeOf(X509_get0_notAfter(&certificate)),
          .fingerprint = Fingerprint(certificate)};
}

bool KeyMatches(const X509& certificate, const EVP_PKEY& key) {
  const bool matches = EVP_PKEY_eq(X509_get0_pubkey(&certificate), &key) == 1;
  ERR_clear_error();
  return matches;
}

void RequireUsable(const std::vector<Certificate>& chain, const EVP_PKEY& key, Instant now) {
  if (!KeyMatches(*chain.front(), key)) throw std::runtime_error("the private key is not the certificate's");
  for (const Certificate& certificate : chain) {
    const CertificateInfo info = Describe(*certificate);
    if (now > info.not_after) {
      throw std::runtime_error(
          fmt::format("the certificate of {} expired on {}", info.subject, FormatRfc3339(info.not_after)));
    }
    if (now < info.not_before) {
      throw std::runtime_error(fmt::format("the certificate of {} is valid from {} only", info.subject,
                                           FormatRfc3339(info.not_before)));
    }
  }
  for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
    if (IsSignedBy(*chain[i], *chain[i + 1])) continue;
    throw std::runtime_error(fmt::format(
        "the chain is out of order: {} is not signed by the certificate after it, {}; its issuer is {}",
        Describe(*chain[i]).subject, Describe(*chain[i + 1]).subject, Describe(*chain[i]).issuer));
  }
}
}  // namespace vss::tls
