#pragma once
#include <stdexcept>

namespace vss {

/// What the process answers to whoever started it; scripts and supervisors rely on these.
namespace exit_code {
inline constexpr int kClean = 0;
inline constexpr int kFailed = 1;  ///< a command found what it looked for to be wrong
inline constexpr int kBadConfiguration = 2;
inline constexpr int kPortInUse = 3;
inline constexpr int kDatabaseUnusable = 4;
}  // namespace exit_code

/// what() names the port and who holds it.
class PortInUse : public std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// what() says what is wrong with the database and what to do.
class DatabaseUnusable : public std::runtime_error {
  using std::runtime_error::runtime_error;
};
}  // namespace vss
