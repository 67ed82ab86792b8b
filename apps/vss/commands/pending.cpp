#include "commands/commands.hpp"
namespace vss {
void AddUserCommand(CLI::App&, int&) {}
void AddAuditCommand(CLI::App&, int&) {}
void AddMigrateCommand(CLI::App&, int&) {}
void AddBackupCommand(CLI::App&, int&) {}
void AddRestoreCommand(CLI::App&, int&) {}
void AddDoctorCommand(CLI::App&, int&) {}
void AddCertCommand(CLI::App&, int&) {}
}
