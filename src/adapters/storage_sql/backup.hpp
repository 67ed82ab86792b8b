#pragma once
#include <filesystem>
#include <map>
#include <string>

#include "adapters/storage_sql/database.hpp"
#include "adapters/storage_sql/migrations.hpp"
#include "base/json.hpp"

/// What backups of both engines share. A backup is a file and a manifest beside it (`<file>.json`).
namespace vss::sql {

/// What a database holds, to compare a restored one with the one that was saved.
struct Contents {
  std::int64_t schema_version = 0;
  std::map<std::string, std::int64_t> rows;  ///< per table
  std::string audit_hash;                    ///< of the last audit record; "" when there is none
  bool operator==(const Contents&) const = default;
};
Contents Describe(Session& session);

struct BackupManifest {
  std::string file;  ///< the name without folder
  std::string engine;
  std::string vss_version;
  Instant created_at;
  std::uintmax_t bytes = 0;
  std::string sha256;
  Contents contents;
};

/// "sqlite" or "postgresql".
std::string_view EngineName(Dialect dialect);
/// `<folder>/vss-20260115-080000-123.sqlite`.
std::filesystem::path NewBackupPath(const std::filesystem::path& folder, Dialect dialect, Instant now);
/// Measures `file` and stores its manifest. The backup counts as made only now.
BackupManifest WriteManifest(const std::filesystem::path& file, Dialect dialect, std::string_view vss_version,
                             Instant now, Contents contents);
/// The manifest beside `file`, after comparing size and SHA-256. Throws Error(kConflict) that says what does
/// not fit.
BackupManifest VerifyBackup(const std::filesystem::path& file, Dialect dialect);
/// Throws Error(kConflict) when `session` is not what the manifest describes or has a schema newer than this
/// binary's.
void VerifyContents(Session& session, const BackupManifest& manifest);

/// When the newest backup of `folder` was made.
std::optional<Instant> NewestBackup(const std::filesystem::path& folder);

/// Deletes the oldest backups of `folder` until `keep` are left; returns what went. Touches only files that a
/// manifest of ours names.
std::vector<std::filesystem::path> RemoveOldBackups(const std::filesystem::path& folder, std::size_t keep);
}  // namespace vss::sql
