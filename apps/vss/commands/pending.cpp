#include "commands/commands.hpp"
namespace vss {
void AddUserCommand(CLI::App&, int&) {}
void AddAuditCommand(CLI::App&, int&) {}
}
