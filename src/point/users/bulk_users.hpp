#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "point/users/user.hpp"

namespace vss::point {

inline constexpr std::size_t kMaxBulkUsers = 500;  ///< hashing their passwords takes some 25 s of one core

/// A row of a file of users.
struct BulkUser {
  std::size_t line = 0;
  CreateUser user;
  std::string team;  ///< its name, or empty
  enum class PasswordFrom { kFile, kMadeUp } password_from = PasswordFrom::kFile;
  json::object problems;  ///< field → what it wants
};

struct BulkUsers {
  std::vector<BulkUser> rows;
  std::int64_t good() const {
    return std::ranges::count_if(rows, [](const BulkUser& row) { return row.problems.empty(); });
  }
};

/// The role that comes with the centre and is called so in Russian: оператор.
std::optional<std::string_view> RoleOfWord(std::string_view word);

/// Reads a CSV file with a header line, in English or Russian, in UTF-8 or a Windows code page: username (or
/// login), email, role, password, team. A row without a role gets `role`; rows without a password come with
/// an empty one. Throws Error(kInvalidParams) when the file as a whole cannot be meant; what is wrong with
/// one row is among its problems.
BulkUsers ParseBulkUsers(std::string_view file, const std::optional<std::string>& role);
}  // namespace vss::point
