#pragma once
#include <filesystem>
#include <optional>

#include "base/tls/issue.hpp"

/// The certificate that VSS serves HTTPS with, in `VSS_DATA_DIR/tls`.
namespace vss::tls {

struct Files {
  std::filesystem::path folder;     ///< 0700
  std::filesystem::path authority;  ///< ca.crt: what browsers are to trust
  std::filesystem::path authority_key;
  std::filesystem::path certificate;  ///< server.crt: the server's, then what leads to its authority
  std::filesystem::path key;          ///< server.key; keys are 0600
};
Files FilesIn(const std::filesystem::path& data_dir);

enum class AuthorityOrigin { kNew, kKept };
struct Made {
  CertificateInfo server;
  AuthorityOrigin authority = AuthorityOrigin::kNew;
};
/// Writes a new server certificate for `hosts`. The authority of an earlier call is kept while it is valid,
/// so that browsers that trust it need nothing new. Throws std::runtime_error.
Made MakeServerCertificate(const Files& files, const std::vector<std::string>& hosts, Validity validity,
                           Random& random);

struct ImportTexts {
  std::string certificate, key, chain;  ///< PEM; `chain` may be empty
};
/// Checks the texts as RequireUsable does and puts them where the server reads them.
CertificateInfo ImportCertificate(const Files& files, const ImportTexts& texts, Instant now);

struct Served {
  CertificateInfo server;
  std::optional<std::string> problem;  ///< why a server could not use it
};
/// What the two files hold. Throws std::runtime_error when they cannot be read.
Served ReadServed(const std::filesystem::path& certificate, const std::filesystem::path& key, Instant now);
}  // namespace vss::tls
