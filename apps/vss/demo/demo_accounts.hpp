#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "base/secret.hpp"

namespace vss::demo {

struct DemoAccount {
  std::string username, role;
  Secret password;
};

/// The demo's users with their passwords, out of the file in `data_dir` that keeps them (0600), or made up
/// and written there. Passwords are in the file before the users are made, so that a stop in between loses
/// none.
struct DemoAccounts {
  std::filesystem::path file;
  std::vector<DemoAccount> accounts;
  enum class Origin { kRead, kMade } origin = Origin::kMade;
};
/// `admin`: the password that VSS_ADMIN_PASSWORD gives the administrator, who is not among them then.
DemoAccounts LoadAccounts(const std::filesystem::path& data_dir, const Secret& admin, Random& random);
}  // namespace vss::demo
