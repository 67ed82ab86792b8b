// What every engine promises through dci::EventLogTable.
#include "adapters/storage_sql/dci_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/async/loop.hpp"
#include "base/error.hpp"
#include "support/test_database.hpp"

namespace vss::sql {
namespace {
using dci::LogFilter;
using dci::LogLine;
using dci::LogVolume;
using dci::StoredLogLine;
using dci::Transaction;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class EventLogTest : public test::EngineTest {
 protected:
  LogLine Line(std::string message, Severity severity = Severity::kInfo, std::string module = "OTTB") {
    now += std::chrono::milliseconds(1);
    return {.at = now, .module = std::move(module), .severity = severity, .message = std::move(message)};
  }
  void Append(std::vector<LogLine> lines) {
    loop.RunUntilDone(store.Write([&](Transaction& tx) { tx.log().Append(lines); }));
  }
  Page<StoredLogLine> List(const LogFilter& filter, PageRequest page = {.sort = "at", .descending = true}) {
    return loop.RunUntilDone(store.Read([&](Transaction& tx) { return tx.log().List(filter, page); }));
  }
  std::vector<std::string> Messages(const LogFilter& filter) {
    std::vector<std::string> out;
    for (const auto& stored : List(filter).items) out.push_back(stored.line.message);
    return out;
  }
  LogVolume Volume() {
    return loop.RunUntilDone(store.Read([](Transaction& tx) { return tx.log().Volume(); }));
  }

  Loop& loop = test::EngineTest::loop();
  DciStore store{database()};
  Instant now{std::chrono::milliseconds(1'760'000'000'000)};
};
VSS_ON_EACH_ENGINE(EventLogTest);

TEST_P(EventLogTest, KeepsEveryFieldOfALine) {
  LogLine line = Line("привет \"мир\"", Severity::kError, "GACS");
  line.fields = {{"slot", 44}, {"why", "50 %_\\"}};
  line.f_flow = "F-12";
  line.request_id = "r-1";
  line.username = "operator1";
  const StoredLogLine stored =
      loop.RunUntilDone(store.Write([&](Transaction& tx) { return tx.log().Insert(line); }));
  const auto lines = List({}).items;
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].id, stored.id);
  EXPECT_EQ(lines[0].line.at, line.at);
  EXPECT_EQ(lines[0].line.module, "GACS");
  EXPECT_EQ(lines[0].line.severity, Severity::kError);
  EXPECT_EQ(lines[0].line.message, line.message);
  EXPECT_EQ(lines[0].line.fields, line.fields);
  EXPECT_EQ(lines[0].line.f_flow, "F-12");
  EXPECT_EQ(lines[0].line.request_id, "r-1");
  EXPECT_EQ(lines[0].line.username, "operator1");
  EXPECT_FALSE(lines[0].line.event_id);
}

TEST_P(EventLogTest, ListsTheNewestFirstPageByPage) {
  std::vector<LogLine> lines;
  for (int i = 1; i <= 5; ++i) lines.push_back(Line(std::to_string(i)));
  Append(lines);
  PageRequest request{.limit = 2, .sort = "at", .descending = true};
  std::vector<std::string> seen;
  do {
    const auto page = List({}, request);
    EXPECT_EQ(page.total, 5);
    for (const auto& stored : page.items) seen.push_back(stored.line.message);
    request.after = page.next;
  } while (!request.after.empty());
  EXPECT_THAT(seen, ElementsAre("5", "4", "3", "2", "1"));
}

TEST_P(EventLogTest, FiltersByModuleWithoutCaseAndBySeverity) {
  Append({Line("a"), Line("b", Severity::kWarning, "ottb"), Line("c", Severity::kError, "POINT"),
          Line("d", Severity::kError)});
  EXPECT_THAT(Messages({.module = "Ottb"}), ElementsAre("d", "b", "a"));
  EXPECT_THAT(Messages({.severity = Severity::kError}), ElementsAre("d", "c"));
  EXPECT_THAT(Messages({.min_severity = Severity::kWarning}), ElementsAre("d", "c", "b"));
  EXPECT_THAT(Messages({.module = "OTTB", .severity = Severity::kError}), ElementsAre("d"));
  EXPECT_THAT(Messages({.module = "OTT"}), IsEmpty());
}

TEST_P(EventLogTest, FiltersByTimeFromIncludedToExcluded) {
  const std::vector<LogLine> lines = {Line("a"), Line("b"), Line("c"), Line("d")};
  Append(lines);
  EXPECT_THAT(Messages({.from = lines[1].at, .before = lines[3].at}), ElementsAre("c", "b"));
}

TEST_P(EventLogTest, SearchesMessageAndFieldsLiterallyWithoutCase) {
  LogLine in_fields = Line("quiet");
  in_fields.fields = {{"reason", "Provider TIMEOUT"}};
  Append(
      {Line("Timeout of slot 7"), in_fields, Line("100% done"), Line("100 done"), Line("a_b"), Line("axb")});
  EXPECT_THAT(Messages({.text = "timeout"}), ElementsAre("Timeout of slot 7", "quiet"));
  EXPECT_THAT(Messages({.text = "100%"}), ElementsAre("100% done"));
  EXPECT_THAT(Messages({.text = "a_b"}), ElementsAre("a_b"));
  EXPECT_THAT(Messages({.text = "'; DROP TABLE event_log; --"}), IsEmpty());
}

TEST_P(EventLogTest, ASearchThatFindsNothingInItsPartOfTheLogGoesOnInTheNextPage) {
  std::vector<LogLine> lines = {Line("needle 1"), Line("needle 2")};
  for (int i = 0; i < 50'100; ++i) lines.push_back(Line("hay"));
  lines.push_back(Line("needle 3"));
  Append(lines);
  for (const bool descending : {true, false}) {
    PageRequest request{.limit = 100, .sort = "at", .descending = descending};
    std::vector<std::string> seen;
    int pages = 0;
    do {
      const auto page = List({.text = "NEEDLE"}, request);
      for (const auto& stored : page.items) seen.push_back(stored.line.message);
      request.after = page.next;
      ++pages;
    } while (!request.after.empty());
    if (!descending) std::ranges::reverse(seen);
    EXPECT_THAT(seen, ElementsAre("needle 3", "needle 2", "needle 1"));
    EXPECT_EQ(pages, 2);
  }
}

TEST_P(EventLogTest, RefusesACursorOfSomethingElse) {
  const PageRequest request{.sort = "at", .descending = true, .after = {"x", 1}};
  EXPECT_THROW(List({}, request), Error);
  EXPECT_THROW(List({.text = "x"}, request), Error);
}

TEST_P(EventLogTest, FindsTheLinesOfARequest) {
  LogLine line = Line("mine");
  line.request_id = "r-7";
  Append({Line("other"), line});
  EXPECT_THAT(Messages({.request_id = "r-7"}), ElementsAre("mine"));
}

TEST_P(EventLogTest, StoresAnEventOnceAndCountsItOnce) {
  LogLine event = Line("slot.update");
  event.event_id = "e-1";
  Append({event});
  const LogVolume once = Volume();
  Append({event, Line("other")});
  EXPECT_THAT(Messages({}), ElementsAre("other", "slot.update"));
  EXPECT_EQ(once.lines, 1);
  EXPECT_EQ(Volume().lines, 2);
}

TEST_P(EventLogTest, StoresWhatIsNotText) {
  LogLine line = Line(std::string("a\0b\xFF", 4));
  line.fields = {{"raw", "\xC3("}};
  Append({line});
  EXPECT_THAT(Messages({}), ElementsAre("a\uFFFDb\uFFFD"));
  EXPECT_EQ(List({}).items[0].line.fields.at("raw"), "\uFFFD(");
}

TEST_P(EventLogTest, KnowsItsVolumeThroughInsertAndRemoval) {
  EXPECT_EQ(Volume().lines, 0);
  EXPECT_FALSE(Volume().oldest);
  const std::vector<LogLine> lines = {Line("a"), Line(std::string(1000, 'x')), Line("c"), Line("d")};
  Append(lines);
  const LogVolume full = Volume();
  EXPECT_EQ(full.lines, 4);
  EXPECT_GT(full.bytes, 1000);
  EXPECT_EQ(full.oldest, lines[0].at);
  EXPECT_EQ(full.newest, lines[3].at);

  const auto removed =
      loop.RunUntilDone(store.Write([&](Transaction& tx) { return tx.log().RemoveOldest(2); }));
  EXPECT_EQ(removed, 2u);
  EXPECT_EQ(Volume().lines, 2);
  EXPECT_LT(Volume().bytes, full.bytes - 1000);
  EXPECT_THAT(Messages({}), ElementsAre("d", "c"));
}

TEST_P(EventLogTest, RemovesOldLinesInChunks) {
  const std::vector<LogLine> lines = {Line("a"), Line("b"), Line("c"), Line("d")};
  Append(lines);
  const auto remove = [&](std::size_t max) {
    return loop.RunUntilDone(
        store.Write([&](Transaction& tx) { return tx.log().RemoveBefore(lines[3].at, max); }));
  };
  EXPECT_EQ(remove(2), 2u);
  EXPECT_EQ(remove(2), 1u);
  EXPECT_EQ(remove(2), 0u);
  EXPECT_THAT(Messages({}), ElementsAre("d"));
  EXPECT_EQ(Volume().lines, 1);
}

TEST_P(EventLogTest, ALineThatFailsTakesNothingOfItsTransactionWithIt) {
  LogLine event = Line("slot.update");
  event.event_id = "e-1";
  EXPECT_THROW(loop.RunUntilDone(store.Write([&](Transaction& tx) {
    tx.log().Append({&event, 1});
    throw std::runtime_error("after");
  })),
               std::runtime_error);
  EXPECT_EQ(Volume().lines, 0);
  EXPECT_THAT(Messages({}), IsEmpty());
}
}  // namespace
}  // namespace vss::sql
