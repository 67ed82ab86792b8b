#include "serving.hpp"

#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "base/config/load.hpp"
#include "base/config/secrets.hpp"
#include "base/files.hpp"
#include "base/instance_lock.hpp"
#include "base/log.hpp"
#include "demo/demo_accounts.hpp"
#include "demo/demo_store.hpp"
#include "exit_code.hpp"
#include "open_database.hpp"
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

void PrintDemoWelcome(const Config& config, const demo::DemoAccounts& demo) {
  const char* scheme = FindTlsFiles(config) ? "https" : "http";
  std::cout << fmt::format("VSS {} demo centre is ready: {}://localhost:{}\n", kVersion, scheme,
                           config.port_workspace);
  if (demo.origin == demo::DemoAccounts::Origin::kMade) {
    for (const demo::DemoAccount& account : demo.accounts)
      std::cout << fmt::format("  {:<16}{:<22}{}\n", account.username, account.password.Reveal(),
                               account.role);
  }
  std::cout << fmt::format("  users and passwords are in {}\n", demo.file.string()) << std::flush;
}

/// Of a demo centre: who may sign in. The administrator gets the password of that list.
demo::DemoAccounts PrepareDemo(Config& config, sql::Database& database, const Clock& clock, Random& random) {
  demo::ClaimDatabase(database, clock.Now());
  auto demo = demo::LoadAccounts(config.data_dir, config.admin_password, random);
  for (const demo::DemoAccount& account : demo.accounts)
    if (account.username == "admin" && config.admin_password.empty())
      config.admin_password = account.password;
  return demo;
}
}  // namespace

int Serve(Config config, Platform::Kind kind) {
  RefuseWhatIsNotThereYet(config);
  SetTimeZone(config);
  log::Configure(config.log_level, config.log_format);
  SystemClock clock;
  SystemRandom random;
  MakePrivateFolder(config.data_dir);
  const InstanceLock lock(config.data_dir, Self(config, clock));
  if (kind == Platform::Kind::kDemo) demo::RequireOwnFolder(config.data_dir, SqliteFile(config));
  FillSecrets(config, random);
  const auto database = OpenDatabase(config);
  BringUpToDate(*database, config, clock);
  std::optional<demo::DemoAccounts> demo;
  if (kind == Platform::Kind::kDemo) demo = PrepareDemo(config, *database, clock, random);
  {
    Platform platform(config, *database, kind);
    const auto generated = platform.EnsureFirstAdmin();
    if (generated) WriteWholeFile(config.data_dir / "first-admin-password", generated->Reveal() + "\n", 0600);
    if (demo) platform.MakeDemoUsers(demo->accounts);
    platform.Listen();
    WarnOfPlainHttp(config);
    if (demo) {
      PrintDemoWelcome(config, *demo);
    } else {
      PrintWelcome(config, generated);
    }
    platform.Run();
    // Readers and writers hold references into the platform until the database has stopped.
    database->Stop();
  }
  log::RemoveSinks();
  return exit_code::kClean;
}
}  // namespace vss
