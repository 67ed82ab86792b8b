#pragma once
#include <string>
#include <vector>

#include "base/json.hpp"

/// What `vss doctor` looks at. A check never throws and changes nothing: it says what it found and, where
/// that is not good, what to do.
namespace vss::doctor {

enum class Mark {
  kOk,
  kWarning,  ///< VSS runs, but not as well as it could
  kBad,      ///< VSS does not start or loses something
};

struct Check {
  std::string name;
  Mark mark = Mark::kOk;
  std::string found;
  std::string advice;  ///< empty when kOk
};
using Checks = std::vector<Check>;

/// "✓ ports  …" a line per check, the advice indented below.
std::string ToTable(const Checks& checks);
json::object ToJson(const Checks& checks);
/// 0 when nothing is bad, else 1.
int ExitCode(const Checks& checks);
}  // namespace vss::doctor
