#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "contracts/journal.hpp"
#include "workspace/crm/persons/reject_eraser.hpp"

namespace vss::crm {

/// What is left to do of erasing a person once the tables are clean: files, the log, kept answers. It holds
/// what it looks for, so it is deleted when there is nothing left.
struct Erasure {
  enum class Stage {
    kBegun,    ///< files, the index of words, and all of the log
    kWatched,  ///< lines of the log and kept answers that were on their way
  };
  std::string id;  ///< UUID
  Stage stage = Stage::kBegun;
  PersonMarks marks;
  std::vector<std::string> words;  ///< by which lines of the log and kept answers are known
  std::vector<std::string> recording_files;
  std::int64_t from_line = 0;
  std::int64_t looks_left = 0;
  Instant due{};
  AuditEntry begun;  ///< who asked for it
};

json::object ToJson(const Erasure& erasure);
Erasure ParseErasure(std::string id, const json::object& rest);
}  // namespace vss::crm
