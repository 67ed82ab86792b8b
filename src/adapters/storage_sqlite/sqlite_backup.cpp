#include "adapters/storage_sqlite/sqlite_backup.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "adapters/storage_sqlite/sqlite_connection.hpp"
#include "base/error.hpp"
#include "base/files.hpp"

namespace vss::sqlite {
namespace fs = std::filesystem;
namespace {
Error Failed(const fs::path& path, std::string_view why) {
  return Error(ErrorCode::kServiceUnavailable, fmt::format("{}: {}", path.string(), why));
}

class Handle {
 public:
  Handle(const fs::path& path, int flags) : path_(path) {
    if (sqlite3_open_v2(path.c_str(), &db_, flags, nullptr) != SQLITE_OK) {
      const std::string why = sqlite3_errmsg(db_);
      sqlite3_close_v2(db_);
      throw Failed(path, why);
    }
    sqlite3_busy_timeout(db_, 10'000);
  }
  ~Handle() { sqlite3_close_v2(db_); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  sqlite3* get() const { return db_; }
  void Run(const char* sql) const {
    if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
      throw Failed(path_, sqlite3_errmsg(db_));
  }

 private:
  fs::path path_;
  sqlite3* db_ = nullptr;
};

/// In one step: in WAL mode a reader, however long, does not hold up the writer.
void CopyPages(const Handle& from, const Handle& to, const fs::path& target) {
  sqlite3_backup* copy = sqlite3_backup_init(to.get(), "main", from.get(), "main");
  if (copy == nullptr) throw Failed(target, sqlite3_errmsg(to.get()));
  const int code = sqlite3_backup_step(copy, -1);
  sqlite3_backup_finish(copy);
  if (code != SQLITE_DONE) throw Failed(target, sqlite3_errstr(code));
}

void MakePrivate(const fs::path& path) {
  const FileHandle file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file) throw Failed(path, std::generic_category().message(errno));
}

void CheckFromInside(SqliteConnection& connection, const fs::path& path) {
  const sql::Rows report = connection.Query("PRAGMA integrity_check", sql::Params{});
  if (report.size() != 1 || report[0].Text(0) != "ok") {
    throw Error(ErrorCode::kConflict, fmt::format("{} is damaged: {}", path.string(), report.at(0).Text(0)));
  }
  if (!connection.Query("PRAGMA foreign_key_check", sql::Params{}).empty()) {
    throw Error(ErrorCode::kConflict, fmt::format("{} has rows that point to missing rows", path.string()));
  }
}

void RemoveWithCompanions(const fs::path& path) {
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(path.string() + suffix);
}

/// The write-ahead log goes first: it belongs to the old file and would be replayed into the new one.
void MoveAside(const fs::path& database, Instant now) {
  const std::string stamp = std::to_string(now.time_since_epoch().count());
  for (const char* suffix : {"-wal", "-shm", ""}) {
    const fs::path file = database.string() + suffix;
    if (fs::exists(file))
      fs::rename(file, fmt::format("{}.before-restore-{}{}", database.string(), stamp, suffix));
  }
}

void SyncFolder(const fs::path& folder) {
  const FileHandle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle || ::fsync(handle.get()) != 0) throw Failed(folder, std::generic_category().message(errno));
}
}  // namespace

sql::Contents Backup(const fs::path& database, const fs::path& target) {
  const fs::path part = target.string() + ".part";
  RemoveWithCompanions(part);
  MakePrivate(part);
  sql::Contents contents;
  try {
    CopyPages(Handle(database, SQLITE_OPEN_READWRITE), Handle(part, SQLITE_OPEN_READWRITE), part);
    SqliteConnection connection({.path = part}, Access::kRead);
    contents = sql::Describe(connection);
  } catch (const sql::EngineFailure& failure) {
    RemoveWithCompanions(part);
    throw Failed(target, failure.what());
  } catch (...) {
    RemoveWithCompanions(part);
    throw;
  }
  Handle(part, SQLITE_OPEN_READWRITE).Run("PRAGMA journal_mode = DELETE");
  fs::rename(part, target);
  SyncFolder(target.parent_path());
  return contents;
}

void Restore(const fs::path& backup, const sql::BackupManifest& manifest, const fs::path& database,
             Instant now) {
  const fs::path copy = database.string() + ".restoring";
  RemoveWithCompanions(copy);
  MakePrivate(copy);
  try {
    CopyPages(Handle(backup, SQLITE_OPEN_READONLY), Handle(copy, SQLITE_OPEN_READWRITE), copy);
    SqliteConnection connection({.path = copy}, Access::kWrite);
    CheckFromInside(connection, backup);
    sql::VerifyContents(connection, manifest);
  } catch (const sql::EngineFailure& failure) {
    RemoveWithCompanions(copy);
    throw Failed(backup, failure.what());
  } catch (...) {
    RemoveWithCompanions(copy);
    throw;
  }
  MoveAside(database, now);
  fs::rename(copy, database);
  SyncFolder(database.parent_path());
}
}  // namespace vss::sqlite
