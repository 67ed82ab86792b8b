#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "adapters/storage_sql/database.hpp"
#include "contracts/principal.hpp"

/// What the demo asks of the database beyond the services.
namespace vss::demo {

/// Throws Error(kConflict) when `data_dir` is that of a centre whose database is elsewhere (PostgreSQL).
/// Before anything is written there.
void RequireOwnFolder(const std::filesystem::path& data_dir, const std::filesystem::path& database_file);

/// Marks an empty database as a demo centre's. Throws Error(kConflict) when it holds a centre that is none:
/// a demo adds to nobody's data. Blocking; for start-up.
void ClaimDatabase(sql::Database& database, Instant now);

/// A demo user as POINT would let them in now, with the permissions of the role.
struct DemoStaff {
  std::vector<Principal> seats, sellers;
};

struct DemoLead {
  std::string id, phone, status, name;
};

class DemoStore {
 public:
  explicit DemoStore(sql::Database& database) : database_(database) {}

  /// Demo users that exist and may sign in.
  Task<DemoStaff> Staff();
  /// How many leads and calls there are, and since when there is a demo.
  struct Progress {
    std::int64_t leads = 0, calls = 0;
    Instant made_at;
  };
  Task<Progress> ReadProgress();
  /// The `place`-th of them, wrapping around; nothing when there is none. Never one who asked not to be
  /// called, or who is being called.
  Task<std::optional<DemoLead>> LeadAt(std::uint64_t place);
  Task<std::int64_t> RecordingBytes();

 private:
  sql::Database& database_;
};
}  // namespace vss::demo
