#include "adapters/storage_sql/backup.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <sys/mman.h>

#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "base/files.hpp"

namespace vss::sql {
namespace fs = std::filesystem;
namespace {
constexpr std::string_view kMadeBy = "vss backup";
constexpr std::size_t kMaxManifestBytes = 1024 * 1024;

Error Unfit(std::string message) { return Error(ErrorCode::kConflict, std::move(message)); }

fs::path ManifestOf(const fs::path& file) { return file.string() + ".json"; }

/// The SHA-256 of a file that may be larger than memory: the kernel pages it in.
std::string Sha256OfFile(const fs::path& path) {
  const std::size_t size = fs::file_size(path);
  if (size == 0) return crypto::Sha256Hex("");
  const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  void* bytes = file ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0) : MAP_FAILED;
  if (bytes == MAP_FAILED) throw Unfit(fmt::format("cannot read {}", path.string()));
  std::string hash = crypto::Sha256Hex({static_cast<const char*>(bytes), size});
  ::munmap(bytes, size);
  return hash;
}

std::vector<std::string> TableNames(Session& session) {
  std::vector<std::string> names;
  const Rows rows =
      session.Query(session.dialect() == Dialect::kSqlite
                        ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                        : "SELECT tablename::text FROM pg_catalog.pg_tables WHERE schemaname = 'public'");
  for (const Row& row : rows) names.push_back(row.Text(0));
  return names;
}

json::object ToJson(const BackupManifest& manifest) {
  return {{"made_by", kMadeBy},
          {"file", manifest.file},
          {"engine", manifest.engine},
          {"vss_version", manifest.vss_version},
          {"created_at", FormatRfc3339(manifest.created_at)},
          {"bytes", manifest.bytes},
          {"sha256", manifest.sha256},
          {"schema_version", manifest.contents.schema_version},
          {"audit_hash", manifest.contents.audit_hash},
          {"rows", json::value_from(manifest.contents.rows)}};
}

BackupManifest ParseManifest(const fs::path& path) {
  try {
    const json::object text = ParseJson(ReadWholeFile(path, kMaxManifestBytes)).as_object();
    if (text.at("made_by").as_string() != kMadeBy) throw Unfit("not made by vss backup");
    return {.file = json::value_to<std::string>(text.at("file")),
            .engine = json::value_to<std::string>(text.at("engine")),
            .vss_version = json::value_to<std::string>(text.at("vss_version")),
            .created_at = ParseRfc3339(json::value_to<std::string>(text.at("created_at"))).value(),
            .bytes = json::value_to<std::uintmax_t>(text.at("bytes")),
            .sha256 = json::value_to<std::string>(text.at("sha256")),
            .contents = {.schema_version = json::value_to<std::int64_t>(text.at("schema_version")),
                         .rows = json::value_to<std::map<std::string, std::int64_t>>(text.at("rows")),
                         .audit_hash = json::value_to<std::string>(text.at("audit_hash"))}};
  } catch (const std::exception& e) {
    throw Unfit(fmt::format("{} is not the manifest of a backup: {}", path.string(), e.what()));
  }
}

/// Our manifests in `folder`, newest first. What else lies there is left alone.
std::vector<BackupManifest> ListManifests(const fs::path& folder) {
  std::vector<BackupManifest> manifests;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".json") continue;
    try {
      BackupManifest manifest = ParseManifest(entry.path());
      if (ManifestOf(folder / manifest.file) == entry.path()) manifests.push_back(std::move(manifest));
    } catch (const Error&) {  // somebody else's file
    }
  }
  std::ranges::sort(manifests, std::greater<>(), &BackupManifest::created_at);
  return manifests;
}
}  // namespace

Contents Describe(Session& session) {
  Contents contents;
  for (const std::string& table : TableNames(session)) {
    contents.rows[table] = session.Query(fmt::format("SELECT COUNT(*) FROM \"{}\"", table)).at(0).Int(0);
  }
  if (contents.rows.contains("schema_migrations")) {
    contents.schema_version =
        session.Query("SELECT COALESCE(MAX(version), 0) FROM schema_migrations").at(0).Int(0);
  }
  if (contents.rows.contains("audit_head")) {
    if (const auto head = session.QueryOne("SELECT last_hash FROM audit_head"))
      contents.audit_hash = head->Text(0);
  }
  return contents;
}

std::string_view EngineName(Dialect dialect) { return dialect == Dialect::kSqlite ? "sqlite" : "postgresql"; }

fs::path NewBackupPath(const fs::path& folder, Dialect dialect, Instant now) {
  const auto milliseconds = now.time_since_epoch().count() % 1000;
  return folder / fmt::format("vss-{:%Y%m%d-%H%M%S}-{:03}.{}",
                              fmt::gmtime(std::chrono::system_clock::to_time_t(now)), milliseconds,
                              dialect == Dialect::kSqlite ? "sqlite" : "pgdump");
}

BackupManifest WriteManifest(const fs::path& file, Dialect dialect, std::string_view vss_version, Instant now,
                             Contents contents) {
  BackupManifest manifest{.file = file.filename().string(),
                          .engine = std::string(EngineName(dialect)),
                          .vss_version = std::string(vss_version),
                          .created_at = now,
                          .bytes = fs::file_size(file),
                          .sha256 = Sha256OfFile(file),
                          .contents = std::move(contents)};
  WriteWholeFile(ManifestOf(file), ToText(ToJson(manifest)) + "\n", 0600);
  return manifest;
}

BackupManifest VerifyBackup(const fs::path& file, Dialect dialect) {
  if (!fs::is_regular_file(file)) throw Unfit(fmt::format("there is no backup {}", file.string()));
  BackupManifest manifest = ParseManifest(ManifestOf(file));
  if (manifest.engine != EngineName(dialect)) {
    throw Unfit(fmt::format("{} is a backup of {}, and the configured database is {}", file.string(),
                            manifest.engine, EngineName(dialect)));
  }
  if (fs::file_size(file) != manifest.bytes || Sha256OfFile(file) != manifest.sha256) {
    throw Unfit(fmt::format("{} is damaged: its SHA-256 is not the one in its manifest", file.string()));
  }
  return manifest;
}

void VerifyContents(Session& session, const BackupManifest& manifest) {
  PlanMigrations(session, MigrationsFor(session.dialect()));
  const Contents found = Describe(session);
  for (const auto& [table, rows] : manifest.contents.rows) {
    const auto at = found.rows.find(table);
    if (at == found.rows.end() || at->second != rows) {
      throw Unfit(
          fmt::format("the restored table {} does not have the {} rows that were saved", table, rows));
    }
  }
  if (found != manifest.contents)
    throw Unfit("the restored database is not the one that the manifest describes");
}

std::optional<Instant> NewestBackup(const fs::path& folder) {
  const auto manifests = ListManifests(folder);
  return manifests.empty() ? std::nullopt : std::optional(manifests.front().created_at);
}

std::vector<fs::path> RemoveOldBackups(const fs::path& folder, std::size_t keep) {
  std::vector<fs::path> removed;
  const auto manifests = ListManifests(folder);
  for (std::size_t i = keep; i < manifests.size(); ++i) {
    const fs::path file = folder / manifests[i].file;
    fs::remove(file);
    fs::remove(ManifestOf(file));
    removed.push_back(file);
  }
  return removed;
}
}  // namespace vss::sql
