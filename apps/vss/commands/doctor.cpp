#include <iostream>

#include "base/config/load.hpp"
#include "base/doctor/system_checks.hpp"
#include "commands/commands.hpp"
#include "doctor/deployment_checks.hpp"

namespace vss {
namespace {
using doctor::Checks;
using doctor::Mark;

// What can be looked at without a configuration.
void LookAtMachine(Checks& checks) {
  checks.push_back(doctor::CheckClock(SystemClock()));
  checks.push_back(doctor::CheckNtp(doctor::ReadNtpState()));
  checks.push_back(doctor::CheckSocketBuffer("rmem_max"));
  checks.push_back(doctor::CheckSocketBuffer("wmem_max"));
}

void LookAtPorts(const Config& config, Checks& checks) {
  const auto running = FindInstance(config.data_dir);
  const std::pair<std::string_view, std::uint16_t> ports[] = {{"PORT_WORKSPACE", config.port_workspace},
                                                              {"PORT_POINT", config.port_point},
                                                              {"PORT_DCI", config.port_dci},
                                                              {"PORT_OTTB", config.port_ottb}};
  checks.push_back(doctor::CheckBind(config.bind));
  for (const auto& [option, port] : ports) checks.push_back(doctor::CheckPort(option, port, running));
  for (const Transport transport : {Transport::kUdp, Transport::kTcp})
    checks.push_back(doctor::CheckPort("VSS_SIP_PORT", config.sip_port, running, transport));
}

void LookAtInstallation(const Config& config, Checks& checks) {
  checks.push_back({"configuration", Mark::kOk, "valid; vss config show prints it", ""});
  checks.push_back(doctor::CheckDataFolder(config.data_dir));
  checks.push_back(doctor::CheckFreeSpace(doctor::FreeSpace(config.data_dir)));
  checks.push_back(doctor::CheckSecrets(config));
  std::ranges::move(doctor::CheckConfiguredDatabase(config, SystemClock().Now()), std::back_inserter(checks));
  LookAtPorts(config, checks);
  checks.push_back(doctor::CheckTls(config, SystemClock().Now()));
  checks.push_back(doctor::CheckTimeZone(config.timezone));
  checks.push_back(doctor::CheckRecordBasis(config));
  checks.push_back(doctor::CheckOpenFiles(doctor::MaxOpenFiles(), config.http_max_connections));
}

Checks LookAtEverything() {
  Checks checks;
  try {
    LookAtInstallation(LoadConfig(), checks);
  } catch (const ConfigError& error) {
    for (const std::string& problem : error.problems()) {
      checks.push_back({"configuration", Mark::kBad, problem,
                        "correct it in .env or the environment; docs/reference/config.md lists all options"});
    }
  }
  LookAtMachine(checks);
  return checks;
}
}  // namespace

void AddDoctorCommand(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "doctor", "Check configuration, data, ports, clock, sockets and database; say what to do");
  const auto as_json = std::make_shared<bool>(false);
  command->add_flag("--json", *as_json, "Print the result as JSON");
  command->callback([as_json, &exit_code] {
    const Checks checks = LookAtEverything();
    std::cout << (*as_json ? ToText(doctor::ToJson(checks)) + "\n" : doctor::ToTable(checks));
    exit_code = doctor::ExitCode(checks);
  });
}
}  // namespace vss
