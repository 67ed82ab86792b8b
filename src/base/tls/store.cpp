#include "base/tls/store.hpp"

#include "base/files.hpp"

namespace vss::tls {
namespace {
constexpr std::size_t kMaxPemBytes = 1024 * 1024;

std::string Read(const std::filesystem::path& path) { return ReadWholeFile(path, kMaxPemBytes); }

std::optional<Identity> FindAuthority(const Files& files, Instant now) {
  if (!std::filesystem::exists(files.authority) || !std::filesystem::exists(files.authority_key))
    return std::nullopt;
  Identity authority{std::move(ParseCertificates(Read(files.authority), files.authority.string()).front()),
                     ParsePrivateKey(Read(files.authority_key), files.authority_key.string())};
  if (!KeyMatches(*authority.certificate, *authority.key)) {
    throw std::runtime_error(fmt::format("{} is not the key of {}; move both away to make a new authority",
                                         files.authority_key.string(), files.authority.string()));
  }
  // A server certificate cannot outlive its authority: one that is about to end is replaced.
  if (Describe(*authority.certificate).not_after < now + std::chrono::days(30)) return std::nullopt;
  return authority;
}

}  // namespace

Files FilesIn(const std::filesystem::path& data_dir) {
  const auto folder = data_dir / "tls";
  return {folder, folder / "ca.crt", folder / "ca.key", folder / "server.crt", folder / "server.key"};
}

Made MakeServerCertificate(const Files& files, const std::vector<std::string>& hosts, Validity validity,
                           Random& random) {
  std::optional<Identity> authority = FindAuthority(files, validity.from);
  const AuthorityOrigin origin = authority ? AuthorityOrigin::kKept : AuthorityOrigin::kNew;
  if (!authority) {
    // Several installations may be trusted by one browser, so the name tells them apart.
    const std::string name = fmt::format("VSS CA of {}", hosts.at(0)).substr(0, 64);
    authority = IssueAuthority(name, {validity.from, kAuthorityDays}, random);
  }
  const Identity server = IssueServer(*authority, hosts, validity, random);
  MakePrivateFolder(files.folder);
  if (origin == AuthorityOrigin::kNew) {
    WriteWholeFile(files.authority_key, ToPem(*authority->key), 0600);
    WriteWholeFile(files.authority, ToPem(*authority->certificate), 0644);
  }
  WriteWholeFile(files.key, ToPem(*server.key), 0600);
  WriteWholeFile(files.certificate, ToPem(*server.certificate), 0644);
  return {Describe(*server.certificate), origin};
}

CertificateInfo ImportCertificate(const Files& files, const ImportTexts& texts, Instant now) {
  std::vector<Certificate> chain = ParseCertificates(texts.certificate, "the certificate");
  const PrivateKey key = ParsePrivateKey(texts.key, "the key");
  if (!texts.chain.empty())
    std::ranges::move(ParseCertificates(texts.chain, "the chain"), std::back_inserter(chain));
  RequireUsable(chain, *key, now);
  std::string pem;
  for (const Certificate& certificate : chain) pem += ToPem(*certificate);
  MakePrivateFolder(files.folder);
  WriteWholeFile(files.key, ToPem(*key), 0600);
  WriteWholeFile(files.certificate, pem, 0644);
  return Describe(*chain.front());
}

Served ReadServed(const std::filesystem::path& certificate, const std::filesystem::path& key, Instant now) {
  const std::vector<Certificate> chain = ParseCertificates(Read(certificate), certificate.string());
  const PrivateKey private_key = ParsePrivateKey(Read(key), key.string());
  Served served{Describe(*chain.front()), std::nullopt};
  try {
    RequireUsable(chain, *private_key, now);
  } catch (const std::runtime_error& e) {
    served.problem = e.what();
  }
  return served;
}
}  // namespace vss::tls
