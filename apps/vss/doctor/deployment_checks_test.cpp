#include "doctor/deployment_checks.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "adapters/storage_sql/migrations.hpp"
#include "adapters/storage_sql/sql_journal.hpp"
#include "adapters/storage_sqlite/sqlite_database.hpp"
#include "base/testing/temp_folder.hpp"
#include "base/tls/store.hpp"
#include "open_database.hpp"

namespace vss::doctor {
namespace {
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;

auto Is(Mark mark, std::string_view found) {
  return AllOf(Field(&Check::mark, mark), Field(&Check::found, HasSubstr(std::string(found))));
}

class DeploymentChecks : public ::testing::Test {
 protected:
  DeploymentChecks() {
    config_.data_dir = folder_.path();
    config_.bind = "127.0.0.1";
  }
  test::TempFolder folder_;
  Config config_;
  const Instant now_ = SystemClock().Now();
};

TEST_F(DeploymentChecks, LeaveADatabaseUnmadeThatTheFirstStartMakes) {
  EXPECT_THAT(CheckConfiguredDatabase(config_, now_),
              ElementsAre(Is(Mark::kOk, "is made at the first start")));
  EXPECT_FALSE(std::filesystem::exists(SqliteFile(config_)));
}

TEST_F(DeploymentChecks, FindAMigratedDatabaseGood) {
  BringUpToDate(*OpenDatabase(config_), config_, SystemClock());
  EXPECT_THAT(CheckConfiguredDatabase(config_, now_),
              ElementsAre(Is(Mark::kOk, "SQLite 3."), Is(Mark::kOk, "up to date"),
                          Is(Mark::kOk, "none is ahead"), Is(Mark::kOk, "whole")));
}

TEST_F(DeploymentChecks, SeeThatTheClockWasSetBack) {
  const auto database = OpenDatabase(config_);
  BringUpToDate(*database, config_, SystemClock());
  const auto log_line = [&](Instant at) {
    database->WriteNow([&](sql::Session& session) {
      session.Execute(
          "INSERT INTO event_log (at, module, severity, message, fields, bytes) "
          "VALUES ($1, 'M', 1, 'm', '{}', 1)",
          {sql::ToValue(at)});
    });
  };
  log_line(now_ + std::chrono::seconds(30));
  EXPECT_THAT(CheckDatabase(*database, now_)[2], Is(Mark::kOk, "none is ahead"));
  log_line(now_ + std::chrono::hours(2));
  log_line(now_);
  EXPECT_THAT(CheckDatabase(*database, now_)[2], Is(Mark::kWarning, "120 minutes ahead of the clock"));
}

TEST_F(DeploymentChecks, SeeAnAuditRecordOfTheFuture) {
  const auto database = OpenDatabase(config_);
  BringUpToDate(*database, config_, SystemClock());
  FakeClock ahead;
  ahead.Set(now_ + std::chrono::hours(1));
  SystemRandom random;
  sql::JournalContext context{ahead, random, Secret("an audit key for the tests")};
  database->WriteNow([&](sql::Session& session) {
    sql::SqlJournal(session, context).Audit({.username = "ann", .action = "users.update", .target = "x"});
  });
  EXPECT_THAT(CheckDatabase(*database, now_)[2], Is(Mark::kWarning, "ahead of the clock"));
}

TEST_F(DeploymentChecks, SeeThatTheSchemaIsBehind) {
  sqlite::SqliteDatabase empty(sqlite::Options{.path = SqliteFile(config_)});
  EXPECT_THAT(CheckDatabase(empty, now_)[1], Is(Mark::kWarning, "version 0, "));
}

TEST_F(DeploymentChecks, SeeThatTheSchemaIsNewerThanThisVss) {
  const auto database = OpenDatabase(config_);
  BringUpToDate(*database, config_, SystemClock());
  database->WriteNow([](sql::Session& session) {
    session.Execute("UPDATE schema_migrations SET version = version + 1000");
  });
  EXPECT_EQ(CheckDatabase(*database, now_)[1].mark, Mark::kBad);
}

TEST_F(DeploymentChecks, SeeADamagedDatabaseFile) {
  BringUpToDate(*OpenDatabase(config_), config_, SystemClock());
  // Everything behind the first page, which the schema needs, becomes nonsense.
  const auto size = std::filesystem::file_size(SqliteFile(config_));
  std::fstream file(SqliteFile(config_), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(8192);
  file << std::string(size - 8192, '\x5A');
  file.close();
  const Checks checks = CheckConfiguredDatabase(config_, now_);
  EXPECT_EQ(ExitCode(checks), 1);
}

TEST_F(DeploymentChecks, SayWhyPostgresCannotBeUsed) {
  config_.postgres_url = Secret("postgresql://vss:canary@127.0.0.1:1/vss_db?connect_timeout=1");
  const Checks checks = CheckConfiguredDatabase(config_, now_);
  ASSERT_EQ(checks.size(), 1U);
  EXPECT_EQ(checks[0].mark, Mark::kBad);
  EXPECT_THAT(checks[0].advice, HasSubstr("POSTGRES_URL"));
  EXPECT_THAT(checks[0].found, ::testing::Not(HasSubstr("canary")));
}

TEST_F(DeploymentChecks, JudgeTheCertificate) {
  SystemRandom random;
  const Instant now = SystemClock().Now();
  EXPECT_THAT(CheckTls(config_, now), Is(Mark::kOk, "stays on this machine"));
  config_.bind = "0.0.0.0";
  EXPECT_THAT(CheckTls(config_, now), Is(Mark::kWarning, "in the clear"));
  tls::MakeServerCertificate(tls::FilesIn(config_.data_dir), {"localhost"}, {now, std::chrono::days(100)},
                             random);
  EXPECT_THAT(CheckTls(config_, now + std::chrono::hours(1)), Is(Mark::kOk, "valid for 99 more days"));
  EXPECT_THAT(CheckTls(config_, now + std::chrono::days(80)), Is(Mark::kWarning, "valid for 19 more days"));
  EXPECT_THAT(CheckTls(config_, now + std::chrono::days(101)), Is(Mark::kBad, "expired on"));
  config_.tls_cert = folder_ / "none.crt";
  config_.tls_key = folder_ / "none.key";
  EXPECT_THAT(CheckTls(config_, now), Is(Mark::kBad, "none.crt"));
}
}  // namespace
}  // namespace vss::doctor
