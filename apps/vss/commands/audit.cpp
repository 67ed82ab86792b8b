#include <CLI/App.hpp>
#include <iostream>

#include "adapters/storage_sql/audit_chain.hpp"
#include "commands/commands.hpp"
#include "commands/point_console.hpp"
#include "exit_code.hpp"

namespace vss {
namespace {
int Verify() {
  PointConsole console(PointConsole::Centre::kIsThere);
  sql::AuditVerdict verdict;
  console.database().ReadNow(
      [&](sql::Session& session) { verdict = sql::VerifyAuditChain(session, console.audit_key()); });
  if (!verdict.broken) {
    std::cout << fmt::format("The audit is intact: {} records.\n", verdict.verified);
    if (verdict.reanchored > 0) {
      std::cout << fmt::format(
          "Of these, {} no longer name a person who was erased; their text is signed anew.\n",
          verdict.reanchored);
    }
    return exit_code::kClean;
  }
  std::cout << fmt::format(
      "The audit is broken at record {} ({}): {}. {} records before it are as they were written.\n",
      verdict.broken->id, sql::ToString(verdict.broken->fault), verdict.broken->why, verdict.verified);
  return exit_code::kFailed;
}
}  // namespace

void AddAuditCommand(CLI::App& app, int& exit_code) {
  CLI::App* audit = app.add_subcommand("audit", "Look after the security audit");
  audit->require_subcommand(1);
  audit
      ->add_subcommand("verify",
                       "Check the chain of all records; names the first broken one and exits with 1")
      ->callback([&exit_code] { exit_code = Verify(); });
}
}  // namespace vss
