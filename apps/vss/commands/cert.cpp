#include <fmt/ranges.h>

#include <iostream>

#include "base/config/load.hpp"
#include "base/files.hpp"
#include "base/tls/store.hpp"
#include "commands/commands.hpp"
#include "tls_files.hpp"

namespace vss {
namespace {
constexpr int kDefaultDays = 397;  // a year and a month to renew in
constexpr std::size_t kMaxPemBytes = 1024 * 1024;

void Print(const tls::CertificateInfo& info, Instant now) {
  const auto left = std::chrono::floor<std::chrono::days>(info.not_after - now);
  std::cout << fmt::format(
      "  for         {}\n  subject     {}\n  issuer      {}\n  valid       {} to {} ({} days left)\n  "
      "SHA-256     {}\n",
      fmt::join(info.names, ", "), info.subject, info.issuer, FormatRfc3339(info.not_before),
      FormatRfc3339(info.not_after), left.count(), info.fingerprint);
}

void PrintWhatIsNext(const Config& config) {
  if (config.tls_cert.empty()) {
    std::cout << "Start VSS again to use it.\n";
  } else {
    std::cout << fmt::format("It is not used as long as VSS_TLS_CERT is set ({}).\n",
                             config.tls_cert.string());
  }
}

struct MakeOptions {
  std::vector<std::string> hosts;
  int days = kDefaultDays;
};

// localhost works whatever else the machine is called, so that the first try on it does.
std::vector<std::string> WithLocalHosts(std::vector<std::string> hosts) {
  for (const char* local : {"localhost", "127.0.0.1", "::1"}) {
    if (std::ranges::find(hosts, local) == hosts.end()) hosts.emplace_back(local);
  }
  return hosts;
}

void Make(const MakeOptions& options) {
  const Config config = LoadConfig();
  const tls::Files files = tls::FilesIn(config.data_dir);
  SystemRandom random;
  const Instant now = SystemClock().Now();
  const tls::Made made = tls::MakeServerCertificate(files, WithLocalHosts(options.hosts),
                                                    {now, std::chrono::days(options.days)}, random);
  std::cout << fmt::format("Wrote {} and {}.\n", files.certificate.string(), files.key.string());
  Print(made.server, now);
  if (made.authority == tls::AuthorityOrigin::kNew) {
    std::cout << fmt::format(
        "Import {} into the browsers of the centre as a trusted authority; keep {} secret.\n",
        files.authority.string(), files.authority_key.string());
  } else {
    std::cout << fmt::format("Browsers that trust {} already trust it.\n", files.authority.string());
  }
  PrintWhatIsNext(config);
}

struct ImportOptions {
  std::string certificate, key, chain;
};

void Import(const ImportOptions& options) {
  const Config config = LoadConfig();
  const tls::Files files = tls::FilesIn(config.data_dir);
  const tls::ImportTexts texts{ReadWholeFile(options.certificate, kMaxPemBytes),
                               ReadWholeFile(options.key, kMaxPemBytes),
                               options.chain.empty() ? "" : ReadWholeFile(options.chain, kMaxPemBytes)};
  const Instant now = SystemClock().Now();
  const tls::CertificateInfo info = tls::ImportCertificate(files, texts, now);
  std::cout << fmt::format("Wrote {} and {}.\n", files.certificate.string(), files.key.string());
  Print(info, now);
  PrintWhatIsNext(config);
}

int Show() {
  const auto files = FindTlsFiles(LoadConfig());
  if (!files) {
    std::cout << "There is no certificate: HTTP is not encrypted. Make one with vss cert make, or import "
                 "yours with vss cert import.\n";
    return 0;
  }
  const Instant now = SystemClock().Now();
  const tls::Served served = tls::ReadServed(files->certificate_chain, files->private_key, now);
  std::cout << fmt::format("{} with {}\n", files->certificate_chain, files->private_key);
  Print(served.server, now);
  if (!served.problem) return 0;
  std::cout << fmt::format("It cannot be used: {}.\n", *served.problem);
  return 1;
}
}  // namespace

void AddCertCommand(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("cert", "Make, import or show the certificate of HTTPS");
  command->require_subcommand(1);

  CLI::App* make =
      command->add_subcommand("make", "Make a certificate authority of your own and a server certificate");
  const auto made = std::make_shared<MakeOptions>();
  make->add_option("--host", made->hosts,
                   "A DNS name or IP address that browsers use (repeat; localhost is always in it)");
  make->add_option("--days", made->days, "How long the server certificate is valid")
      ->check(CLI::Range(1, static_cast<int>(tls::kMaxServerDays.count())))
      ->capture_default_str();
  make->callback([made] { Make(*made); });

  CLI::App* import =
      command->add_subcommand("import", "Check a certificate of yours and put it where the server reads it");
  const auto imported = std::make_shared<ImportOptions>();
  import->add_option("--cert", imported->certificate, "The certificate (PEM), alone or followed by its chain")
      ->required();
  import->add_option("--key", imported->key, "Its private key (PEM), without a pass phrase")->required();
  import->add_option("--chain", imported->chain,
                     "The intermediate certificates (PEM), the issuer of the first one first");
  import->callback([imported] { Import(*imported); });

  command->add_subcommand("show", "What HTTPS presents, how long it is valid, and whether it can be used")
      ->callback([&exit_code] { exit_code = Show(); });
}
}  // namespace vss
