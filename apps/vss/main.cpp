#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <iostream>

#include "base/config/load.hpp"
#include "base/error.hpp"
#include "base/instance_lock.hpp"
#include "commands/commands.hpp"
#include "exit_code.hpp"

namespace {
int Run(int argc, char** argv) {
  CLI::App app("VSS: contact centre and device fleet platform", "vss");
  app.require_subcommand(1);
  int exit_code = vss::exit_code::kClean;
  vss::AddServeCommand(app, exit_code);
  vss::AddDemoCommand(app, exit_code);
  vss::AddRoutesCommand(app, exit_code);
  vss::AddUserCommand(app, exit_code);
  vss::AddAuditCommand(app, exit_code);
  vss::AddMigrateCommand(app, exit_code);
  vss::AddBackupCommand(app, exit_code);
  vss::AddRestoreCommand(app, exit_code);
  vss::AddDoctorCommand(app, exit_code);
  vss::AddCertCommand(app, exit_code);
  vss::AddConfigCommand(app, exit_code);
  vss::AddVersionCommand(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? vss::exit_code::kClean : vss::exit_code::kBadConfiguration;
  }
  return exit_code;
}
}  // namespace

int main(int argc, char** argv) {
  try {
    return Run(argc, argv);
  } catch (const vss::ConfigError& error) {
    for (const std::string& problem : error.problems()) std::cerr << "vss: " << problem << '\n';
    return vss::exit_code::kBadConfiguration;
  } catch (const vss::AlreadyRunning& error) {
    std::cerr << "vss: " << error.what() << '\n';
    return vss::exit_code::kPortInUse;
  } catch (const vss::PortInUse& error) {
    std::cerr << "vss: " << error.what() << '\n';
    return vss::exit_code::kPortInUse;
  } catch (const vss::DatabaseUnusable& error) {
    std::cerr << "vss: " << error.what() << '\n';
    return vss::exit_code::kDatabaseUnusable;
  } catch (const vss::Error& error) {
    std::cerr << "vss: " << (error.internal().empty() ? error.message() : error.internal()) << '\n';
    return vss::exit_code::kFailed;
  } catch (const std::exception& error) {
    std::cerr << "vss: " << error.what() << '\n';
    return vss::exit_code::kFailed;
  }
}
