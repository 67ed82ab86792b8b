#include <iostream>

#include "base/error.hpp"
#include "commands/commands.hpp"
#include "platform.hpp"

namespace vss {
namespace {
/// Routes are known without a database; nothing here is ever asked.
class NoDatabase final : public sql::Database {
 public:
  sql::Dialect dialect() const override { return sql::Dialect::kSqlite; }
  Task<void> RunRead(std::function<void(sql::Session&)>) override { throw Unused(); }
  Task<void> RunWrite(std::function<void(sql::Session&)>) override { throw Unused(); }
  void WriteNow(const std::function<void(sql::Session&)>&) override { throw Unused(); }
  void ReadNow(const std::function<void(sql::Session&)>&) override { throw Unused(); }
  Stats stats() const override { return {}; }
  std::string version() const override { return "none"; }
  void Stop() override {}

 private:
  static Error Unused() { return InternalError("vss routes does not open the database"); }
};
}  // namespace

void AddRoutesCommand(CLI::App& app, int&) {
  app.add_subcommand("routes", "Print every route with its permission, as JSON")->callback([] {
    const Config config;
    NoDatabase database;
    const Platform platform(config, database);
    std::cout << ToText(json::value(platform.Routes())) << '\n';
  });
}
}  // namespace vss
