// Migrations on both engines, and that both end with the same schema.
#include "adapters/storage_sql/migrations.hpp"

#include <gmock/gmock.h>

#include <future>
#include <set>

#include "adapters/storage_sql/script.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "support/test_database.hpp"

namespace vss::sql {
namespace {
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class MigrationsTest : public test::EngineTest {
 protected:
  MigrationsTest() : EngineTest(Schema::kEmpty), known_(MigrationsFor(GetParam())) {}

  static Migration Make(std::int64_t version, std::string text) {
    return {version, "extra", fmt::format("{:04}_extra.sql", version), text, "checksum of " + text};
  }
  std::vector<Migration> Apply(const std::vector<Migration>& known) {
    return Migrate(database(), known, hooks_);
  }
  std::string RefusalOf(const std::vector<Migration>& known) {
    try {
      Apply(known);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kConflict);
      return error.message();
    }
    return "";
  }

  std::vector<Migration> known_;
  SystemClock clock_;
  int backups_ = 0;
  MigrationHooks hooks_{.clock = clock_, .before = [this](const MigrationPlan&) { ++backups_; }};
};
VSS_ON_EACH_ENGINE(MigrationsTest);

TEST_P(MigrationsTest, BringAnEmptyDatabaseUpToDateWithoutBackup) {
  EXPECT_THAT(Apply(known_), SizeIs(known_.size()));
  EXPECT_EQ(Number("SELECT COUNT(*) FROM schema_migrations"), static_cast<std::int64_t>(known_.size()));
  EXPECT_EQ(backups_, 0);
}

TEST_P(MigrationsTest, FindNothingToDoTheSecondTime) {
  Apply(known_);
  EXPECT_THAT(Apply(known_), IsEmpty());
  EXPECT_EQ(backups_, 0);
}

TEST_P(MigrationsTest, MakeABackupBeforeAnExistingDatabaseIsChanged) {
  Apply(known_);
  known_.push_back(Make(9000, "CREATE TABLE extra (id BIGINT PRIMARY KEY)"));
  EXPECT_THAT(Apply(known_), SizeIs(1));
  EXPECT_EQ(backups_, 1);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM extra"), 0);
}

TEST_P(MigrationsTest, ChangeNothingWhenTheBackupFails) {
  Apply(known_);
  known_.push_back(Make(9000, "CREATE TABLE extra (id BIGINT PRIMARY KEY)"));
  hooks_.before = [](const MigrationPlan&) { throw std::runtime_error("no space"); };
  EXPECT_THROW(Apply(known_), std::runtime_error);
  EXPECT_ANY_THROW(Number("SELECT COUNT(*) FROM extra"));
}

TEST_P(MigrationsTest, ChangeNothingWhenOneFails) {
  known_.push_back(Make(9000, "CREATE TABLE extra (id BIGINT PRIMARY KEY); CREATE TABLE extra (id BIGINT)"));
  EXPECT_ANY_THROW(Apply(known_));
  EXPECT_ANY_THROW(Number("SELECT COUNT(*) FROM outbox"));
}

TEST_P(MigrationsTest, NameAFileThatWasChangedAfterwards) {
  Apply(known_);
  known_.front().checksum = std::string(64, '0');
  EXPECT_THAT(RefusalOf(known_), HasSubstr(known_.front().file));
}

TEST_P(MigrationsTest, RefuseADatabaseOfANewerVersion) {
  Apply(known_);
  Write(
      "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (9999, 'future', 'x', 0)");
  EXPECT_THAT(RefusalOf(known_), HasSubstr("9999 (future)"));
}

TEST_P(MigrationsTest, RunOnceWhenTwoProcessesStartTogether) {
  const auto migrate = [this] {
    const auto other = files().Open();
    return Migrate(*other, known_, {.clock = clock_}).size();
  };
  auto first = std::async(std::launch::async, migrate), second = std::async(std::launch::async, migrate);
  EXPECT_EQ(first.get() + second.get(), known_.size());
}

/// "table.column type nullable" for each column, types by what they hold.
std::set<std::string> ColumnsOf(Dialect dialect) {
  const test::TestDatabase files(dialect);
  const auto database = files.Open();
  const SystemClock clock;
  Migrate(*database, MigrationsFor(dialect), {.clock = clock});
  std::set<std::string> columns;
  database->ReadNow([&](Session& session) {
    const Rows rows = session.Query(
        dialect == Dialect::kSqlite
            ? "SELECT m.name, c.name, c.type, c.\"notnull\" + c.pk > 0 FROM "
              "sqlite_master m, pragma_table_info(m.name) c "
              "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '%!_fts%' ESCAPE '!'"
            : "SELECT table_name::text, column_name::text, data_type::text, "
              "is_nullable = 'NO' FROM information_schema.columns "
              "WHERE table_schema = 'public'");
    for (const Row& row : rows) {
      std::string type = row.Text(2);
      std::ranges::transform(type, type.begin(), ::toupper);
      if (type == "BIGINT" || type == "SMALLINT") type = "INTEGER";
      if (type == "DOUBLE PRECISION") type = "REAL";
      columns.insert(
          fmt::format("{}.{} {} {}", row.Text(0), row.Text(1), type, row.Bool(3) ? "required" : "nullable"));
    }
  });
  return columns;
}

TEST(MigrationFiles, GiveBothEnginesTheSameTablesAndColumns) {
  EXPECT_EQ(ColumnsOf(Dialect::kSqlite), ColumnsOf(Dialect::kPostgres));
}

TEST(MigrationFiles, ComeInPairs) {
  const auto sqlite = MigrationsFor(Dialect::kSqlite), postgres = MigrationsFor(Dialect::kPostgres);
  ASSERT_EQ(sqlite.size(), postgres.size());
  for (std::size_t i = 0; i < sqlite.size(); ++i) {
    EXPECT_EQ(sqlite[i].version, postgres[i].version);
    EXPECT_EQ(sqlite[i].name, postgres[i].name);
  }
}

TEST(MigrationFiles, TheInitScriptIsTheMigrations) {
  const std::string stored = ReadWholeFile(VSS_SOURCE_DIR "/database/init/001_schema.sql", 10'000'000);
  EXPECT_TRUE(stored == InitScript(MigrationsFor(Dialect::kPostgres)))
      << "run: build/dev/apps/vss/vss migrate --print-init > database/init/001_schema.sql";
}

TEST(MigrationFiles, TheInitScriptLeavesNothingToMigrate) {
  const test::TestDatabase files(Dialect::kPostgres);
  const auto database = files.Open();
  const auto known = MigrationsFor(Dialect::kPostgres);
  database->WriteNow([&](Session& session) {
    for (const std::string& statement : SplitStatements(InitScript(known))) {
      if (statement != "BEGIN" && statement != "COMMIT") session.Execute(statement);
    }
  });
  const SystemClock clock;
  EXPECT_THAT(Migrate(*database, known, {.clock = clock}), IsEmpty());
}

TEST(MigrationFiles, AreRefusedWithABadNameOrTheSameNumberTwice) {
  const embedded::File bad[] = {{"1_core.sqlite.sql", ""}};
  EXPECT_THROW(MigrationsFor(Dialect::kSqlite, bad), Error);
  const embedded::File twice[] = {{"0001_a.sqlite.sql", ""}, {"0001_b.sqlite.sql", ""}};
  EXPECT_THROW(MigrationsFor(Dialect::kSqlite, twice), Error);
}
}  // namespace
}  // namespace vss::sql
