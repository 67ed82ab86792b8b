// The restore drill: make data, save, damage, restore, compare.
#include "adapters/storage_sql/backup.hpp"

#include <gmock/gmock.h>

#include <cstdio>
#include <fstream>

#include "adapters/storage_postgres/pg_backup.hpp"
#include "adapters/storage_sql/audit_chain.hpp"
#include "adapters/storage_sql/sql_journal.hpp"
#include "adapters/storage_sqlite/sqlite_backup.hpp"
#include "base/error.hpp"
#include "support/test_database.hpp"

namespace vss::sql {
namespace {
namespace fs = std::filesystem;
using testing::HasSubstr;

class BackupTest : public test::EngineTest {
 protected:
  void WriteRecords(int count) {
    database().WriteNow([&](Session& s) {
      SqlJournal journal(s, context_);
      for (int i = 0; i < count; ++i) {
        journal.Audit({.username = "anna", .action = "slots.create"});
        journal.Publish("slot.update", "F-05", "OTTB", {{"i", i}});
      }
    });
  }
  fs::path Save() {
    saved_at_ += std::chrono::seconds(1);
    const fs::path file = NewBackupPath(folder_.path(), GetParam(), saved_at_);
    Contents contents = GetParam() == Dialect::kSqlite
                            ? sqlite::Backup(files().file(), file)
                            : postgres::Backup({.url = Secret(files().url())}, file);
    WriteManifest(file, GetParam(), "test", saved_at_, std::move(contents));
    return file;
  }
  /// Onto the same database; the one that is open is stopped first.
  void Restore(const fs::path& file) {
    database().Stop();
    const BackupManifest manifest = VerifyBackup(file, GetParam());
    if (GetParam() == Dialect::kSqlite) {
      sqlite::Restore(file, manifest, files().file(), saved_at_);
    } else {
      postgres::Restore({.url = Secret(files().url())}, file, manifest);
    }
  }
  std::string RefusalOf(const fs::path& file) {
    try {
      Restore(file);
    } catch (const Error& error) {
      return error.message();
    }
    return "";
  }
  Contents Now() {
    Contents contents;
    files().Open()->ReadNow([&](Session& s) { contents = Describe(s); });
    return contents;
  }

  FakeClock clock_;
  Instant saved_at_ = clock_.Now();
  SystemRandom random_;
  JournalContext context_{clock_, random_, Secret("key")};
  test::TempFolder folder_;
};
VSS_ON_EACH_ENGINE(BackupTest);

TEST_P(BackupTest, RestoreDrillBringsBackExactlyWhatWasSaved) {
  WriteRecords(300);
  const Contents saved = Now();
  const fs::path file = Save();
  WriteRecords(50);
  Write("DELETE FROM outbox");
  Write("CREATE TABLE later (id BIGINT PRIMARY KEY)");
  EXPECT_NE(Now(), saved);
  Restore(file);
  EXPECT_EQ(Now(), saved);
  const auto restored = files().Open();
  restored->ReadNow([&](Session& s) {
    const AuditVerdict verdict = VerifyAuditChain(s, context_.audit_key);
    EXPECT_FALSE(verdict.broken.has_value());
    EXPECT_EQ(verdict.verified, 300);
  });
  restored->WriteNow(
      [&](Session& s) { SqlJournal(s, context_).Audit({.username = "after", .action = "a"}); });
  EXPECT_THROW(restored->WriteNow([](Session& s) { s.Query("DELETE FROM audit"); }), ConstraintViolation);
}

TEST_P(BackupTest, SavesAConsistentStateWhileWorkGoesOn) {
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    while (!stop) WriteRecords(3);
  });
  const fs::path file = Save();
  stop = true;
  writer.join();
  const BackupManifest manifest = VerifyBackup(file, GetParam());
  EXPECT_EQ(manifest.contents.rows.at("audit"), manifest.contents.rows.at("outbox"));
  EXPECT_EQ(manifest.contents.rows.at("audit") % 3, 0);
  EXPECT_NO_THROW(Restore(file));
}

TEST_P(BackupTest, RefusesADamagedFileAndLeavesTheDatabaseAlone) {
  WriteRecords(20);
  const Contents before = Now();
  const fs::path file = Save();
  {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(5000);
    bytes.put('\x7F');
  }
  EXPECT_THAT(RefusalOf(file), HasSubstr("SHA-256"));
  EXPECT_EQ(Now(), before);
}

TEST_P(BackupTest, RefusesAManifestThatDoesNotFitTheContents) {
  WriteRecords(5);
  const Contents before = Now();
  const fs::path file = Save();
  Contents forged = before;
  forged.rows["audit"] = 6;
  WriteManifest(file, GetParam(), "test", saved_at_, forged);
  EXPECT_THAT(RefusalOf(file), HasSubstr("audit"));
  EXPECT_EQ(Now(), before);
}

TEST_P(BackupTest, RefusesABackupOfTheOtherEngineOrWithoutManifest) {
  const fs::path file = Save();
  const Dialect other = GetParam() == Dialect::kSqlite ? Dialect::kPostgres : Dialect::kSqlite;
  EXPECT_THROW(VerifyBackup(file, other), Error);
  fs::remove(file.string() + ".json");
  EXPECT_THROW(VerifyBackup(file, GetParam()), Error);
}

TEST_P(BackupTest, RetentionDeletesOnlyTheOldestBackupsOfItsOwn) {
  const fs::path first = Save(), second = Save(), third = Save();
  std::ofstream(folder_ / "vss-notes.sqlite") << "mine";
  std::ofstream(folder_ / "other.json") << R"({"file": "vss-notes.sqlite"})";
  EXPECT_THAT(RemoveOldBackups(folder_.path(), 2), testing::ElementsAre(first));
  EXPECT_FALSE(fs::exists(first));
  EXPECT_FALSE(fs::exists(first.string() + ".json"));
  EXPECT_TRUE(fs::exists(second) && fs::exists(third) && fs::exists(folder_ / "vss-notes.sqlite") &&
              fs::exists(folder_ / "other.json"));
}

TEST_P(BackupTest, KeepsBackupsPrivate) {
  const fs::path file = Save();
  for (const fs::path& path : {file, fs::path(file.string() + ".json")}) {
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  }
}
}  // namespace
}  // namespace vss::sql
