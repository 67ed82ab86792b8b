#include "adapters/storage_sql/paging.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "support/test_database.hpp"

namespace vss::sql {
namespace {
using testing::ElementsAre;
using testing::IsEmpty;

class PagingTest : public test::EngineTest {
 protected:
  PagingTest() : EngineTest(Schema::kEmpty) {
    Write("CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT NOT NULL, seen_at BIGINT)");
    Write(
        "INSERT INTO thing VALUES (1, 'b', 30), (2, 'a', NULL), (3, 'B', 10), (4, 'a', 30), (5, 'Яна_1', "
        "NULL)");
  }
  Page<std::int64_t> Fetch(const PageRequest& request, const Filter& filter = {}) {
    static const ListQuery kThings{.columns = "id, name",
                                   .from = "thing",
                                   .sortable = {{"name", "name", SortKind::kText},
                                                {"seen_at", "seen_at", SortKind::kInteger, Nulls::kLast}}};
    Page<std::int64_t> page;
    database().ReadNow([&](Session& s) {
      page = FetchPage(s, kThings, filter, request, [](const Row& row) { return row.Int(0); });
    });
    return page;
  }
  /// All pages of `limit` one after the other.
  std::vector<std::int64_t> Walk(PageRequest request) {
    std::vector<std::int64_t> all;
    do {
      const auto page = Fetch(request);
      EXPECT_EQ(page.total, 5);
      EXPECT_LE(page.items.size(), request.limit);
      all.insert(all.end(), page.items.begin(), page.items.end());
      request.after = page.next;
    } while (!request.after.empty());
    return all;
  }
};
VSS_ON_EACH_ENGINE(PagingTest);

TEST_P(PagingTest, WalksEveryRowOnceInEveryOrder) {
  for (const std::size_t limit : {1U, 2U, 3U, 5U, 9U}) {
    EXPECT_THAT(Walk({.limit = limit}), ElementsAre(1, 2, 3, 4, 5));
    EXPECT_THAT(Walk({.limit = limit, .descending = true}), ElementsAre(5, 4, 3, 2, 1));
    EXPECT_THAT(Walk({.limit = limit, .sort = "name"}), ElementsAre(3, 2, 4, 1, 5));
    EXPECT_THAT(Walk({.limit = limit, .sort = "name", .descending = true}), ElementsAre(5, 1, 4, 2, 3));
    EXPECT_THAT(Walk({.limit = limit, .sort = "seen_at"}), ElementsAre(3, 1, 4, 2, 5));
    EXPECT_THAT(Walk({.limit = limit, .sort = "seen_at", .descending = true}), ElementsAre(4, 1, 3, 5, 2));
  }
}

TEST_P(PagingTest, PassesOverRowsFromTheStartOrAfterACursor) {
  const auto middle = Fetch({.limit = 2, .sort = "name", .skip = 2});
  EXPECT_THAT(middle.items, ElementsAre(4, 1));
  EXPECT_EQ(middle.total, 5);
  EXPECT_THAT(Fetch({.limit = 2, .sort = "name", .after = middle.next}).items, ElementsAre(5));

  const auto first = Fetch({.limit = 1, .sort = "name"});
  EXPECT_THAT(Fetch({.limit = 2, .sort = "name", .after = first.next, .skip = 2}).items, ElementsAre(1, 5));

  const auto beyond = Fetch({.limit = 2, .skip = 5});
  EXPECT_THAT(beyond.items, IsEmpty());
  EXPECT_THAT(beyond.next, IsEmpty());
  EXPECT_EQ(beyond.total, 5);
}

TEST_P(PagingTest, CountsAndFiltersWithBoundValues) {
  const auto page =
      Fetch({.limit = 1}, Filter().And("seen_at >= ? AND seen_at <= ?", {10, 30}).And("name <> ?", {"b"}));
  EXPECT_EQ(page.total, 2);
  EXPECT_THAT(page.items, ElementsAre(3));
}

TEST_P(PagingTest, FindsTextWhateverTheCaseAndTakesWildcardsLiterally) {
  EXPECT_THAT(Fetch({}, Filter().AndContains({"name"}, "B")).items, ElementsAre(1, 3));
  EXPECT_THAT(Fetch({}, Filter().AndContains({"name"}, "яНа")).items, ElementsAre(5));
  EXPECT_THAT(Fetch({}, Filter().AndContains({"name"}, "_")).items, ElementsAre(5));
  EXPECT_THAT(Fetch({}, Filter().AndContains({"name"}, "%")).items, IsEmpty());
  EXPECT_THAT(Fetch({}, Filter().AndContains({"name"}, "' OR 1=1 --")).items, IsEmpty());
}

TEST_P(PagingTest, RefusesCursorsAndFieldsThatAreNotOfTheList) {
  EXPECT_THROW(Fetch({.sort = "password"}), Error);
  EXPECT_THROW(Fetch({.after = {"a", 1}}), Error);
  EXPECT_THROW(Fetch({.sort = "name", .after = {1, 1}}), Error);
  EXPECT_THROW(Fetch({.sort = "name", .after = {nullptr, 1}}), Error);
  EXPECT_THROW(Fetch({.after = {1}}), Error);
}
}  // namespace
}  // namespace vss::sql
