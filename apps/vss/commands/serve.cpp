#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "base/config/load.hpp"
#include "base/config/secrets.hpp"
#include "base/files.hpp"
#include "base/instance_lock.hpp"
#include "base/log.hpp"
#include "commands/commands.hpp"
#include "exit_code.hpp"
#include "open_database.hpp"
#include "platform.hpp"
#include "tls_files.hpp"
#include "version.hpp"

namespace vss {
namespace {

Instance Self(const Config& config, const Clock& clock) {
  return {.pid = getpid(),
          .started_at = clock.Now(),
          .ports = {{"workspace", config.port_workspace},
                    {"point", config.port_point},
                    {"dci", config.port_dci},
                    {"ottb", config.port_ottb}}};
}

// The days of filters such as ?from=2025-01-15 are the centre's: the C library reads the zone from TZ.
void SetTimeZone(const Config& config) {
  if (config.timezone.empty()) return;
  setenv("TZ", config.timezone.c_str(), 1);
  tzset();
}

// Better not to start than to look as if these worked.
void RefuseWhatIsNotThereYet(const Config& config) {
  std::vector<std::string> problems;
  if (config.pbx != PbxKind::kEmbedded)
    problems.push_back(
        "VSS_PBX: this version has no adapter for Asterisk or FreeSWITCH; leave it at embedded");
  if (!config.rabbitmq_url.empty())
    problems.push_back(
        "RABBITMQ_URL: this version has no adapter for RabbitMQ; leave it out, the bus is in the process");
  if (!config.redis_url.empty())
    problems.push_back("REDIS_URL: this version has no adapter for Redis; leave it out");
  if (!problems.empty()) throw ConfigError(std::move(problems));
}

void PrintWelcome(const Config& config, const std::optional<Secret>& generated) {
  const char* scheme = FindTlsFiles(config) ? "https" : "http";
  std::cout << fmt::format("VSS {} is ready: {}://localhost:{}\n", kVersion, scheme, config.port_workspace);
  if (generated) {
    std::cout << fmt::format(
        "  first admin   admin / {}\n  kept in       {} (delete it once you changed the password)\n",
        generated->Reveal(), (config.data_dir / "first-admin-password").string());
  }
  std::cout << std::flush;
}

void WarnOfPlainHttp(const Config& config) {
  if (FindTlsFiles(config) || config.bind.starts_with("127.") || config.bind == "::1") return;
  log::Warning("HTTP",
               "passwords and tokens cross the network unencrypted: run vss cert make, or bind to 127.0.0.1",
               {{"bind", config.bind}});
}

int Serve() {
  Config config = LoadConfig();
  RefuseWhatIsNotThereYet(config);
  SetTimeZone(config);
  log::Configure(config.log_level, config.log_format);
  SystemClock clock;
  SystemRandom random;
  MakePrivateFolder(config.data_dir);
  const InstanceLock lock(config.data_dir, Self(config, clock));
  FillSecrets(config, random);
  const auto database = OpenDatabase(config);
  BringUpToDate(*database, config, clock);
  {
    Platform platform(config, *database);
    const auto generated = platform.EnsureFirstAdmin();
    if (generated) WriteWholeFile(config.data_dir / "first-admin-password", generated->Reveal() + "\n", 0600);
    platform.Listen();
    WarnOfPlainHttp(config);
    PrintWelcome(config, generated);
    platform.Run();
    // Readers and writers hold references into the platform until the database has stopped.
    database->Stop();
  }
  log::RemoveSinks();
  return exit_code::kClean;
}
}  // namespace

void AddServeCommand(CLI::App& app, int& exit_code) {
  app.add_subcommand("serve", "Run the platform: the four services in this process")->callback([&exit_code] {
    exit_code = Serve();
  });
}
}  // namespace vss
