#include "adapters/storage_sql/script.hpp"

#include <gmock/gmock.h>

namespace vss::sql {
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

TEST(SplitStatements, EndsStatementsAtSemicolonsAndDropsComments) {
  EXPECT_THAT(SplitStatements("-- first; not\nSELECT 1;\n/* ; */ SELECT 2 ;;\n SELECT 3"),
              ElementsAre("SELECT 1", "SELECT 2", "SELECT 3"));
  EXPECT_THAT(SplitStatements(" \n-- nothing\n"), IsEmpty());
}

TEST(SplitStatements, LeavesSemicolonsInStringsAndNamesAlone) {
  EXPECT_THAT(SplitStatements(R"(INSERT INTO t VALUES ('a;''b--'); SELECT ";" FROM "x""y;")"),
              ElementsAre("INSERT INTO t VALUES ('a;''b--')", R"(SELECT ";" FROM "x""y;")"));
}

TEST(SplitStatements, KeepsTriggerBodiesTogether) {
  const auto parts = SplitStatements(
      "CREATE TRIGGER a BEFORE UPDATE ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; SELECT 3; END; SELECT 4;");
  EXPECT_THAT(parts, ElementsAre(StartsWith("CREATE TRIGGER"), "SELECT 4"));
}

TEST(SplitStatements, KeepsDollarQuotedBodiesTogether) {
  const auto parts = SplitStatements(
      "CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN RAISE 'x'; END; $$ LANGUAGE plpgsql;\n"
      "DO $body$ BEGIN PERFORM '$$;'; END $body$; SELECT $1; SELECT $2");
  EXPECT_THAT(parts, ElementsAre(StartsWith("CREATE FUNCTION"), StartsWith("DO"), "SELECT $1", "SELECT $2"));
}

TEST(SplitStatements, TakesPostgresTriggersWithoutBody) {
  EXPECT_THAT(
      SplitStatements("CREATE TRIGGER a BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f(); SELECT 1"),
      ElementsAre(StartsWith("CREATE TRIGGER"), "SELECT 1"));
}
}  // namespace vss::sql
