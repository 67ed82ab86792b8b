#include "demo/demo_accounts.hpp"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "base/files.hpp"
#include "demo/demo_plan.hpp"

namespace vss::demo {
namespace {
constexpr std::size_t kPasswordLength = 20;

// "username password role", one a line.
std::vector<DemoAccount> Read(const std::filesystem::path& file) {
  std::vector<DemoAccount> accounts;
  std::ifstream text(file);
  for (std::string line; std::getline(text, line);) {
    std::istringstream words(line);
    std::string username, password, role;
    if (words >> username >> password >> role) accounts.push_back({username, role, Secret(password)});
  }
  return accounts;
}
}  // namespace

DemoAccounts LoadAccounts(const std::filesystem::path& data_dir, const Secret& admin, Random& random) {
  DemoAccounts loaded{.file = data_dir / "demo-passwords"};
  loaded.accounts = Read(loaded.file);
  if (!loaded.accounts.empty()) {
    loaded.origin = DemoAccounts::Origin::kRead;
    return loaded;
  }
  std::string text;
  const auto add = [&](std::string_view name, std::string_view role) {
    DemoAccount account{std::string(name), std::string(role), Secret(random.Password(kPasswordLength))};
    text += fmt::format("{} {} {}\n", name, account.password.Reveal(), role);
    loaded.accounts.push_back(std::move(account));
  };
  if (admin.empty()) add("admin", "admin");
  for (const DemoUser& user : kUsers) add(user.name, user.role);
  WriteWholeFile(loaded.file, text, 0600);
  return loaded;
}
}  // namespace vss::demo
