#include "workspace/crm/search_query.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vss::crm {
namespace {
using testing::ElementsAre;
using testing::IsEmpty;

/// "иван* & (7999* | t4567)"
std::string Shown(const SearchQuery& query) {
  std::string out;
  for (const auto& group : query.groups) {
    out += out.empty() ? "(" : " & (";
    for (std::size_t i = 0; i < group.size(); ++i) {
      out += (i == 0 ? "" : " | ") + group[i].word;
      if (group[i].match == SearchTerm::Match::kBeginning) out += "*";
    }
    out += ")";
  }
  return out;
}

TEST(SearchText, HoldsEveryWayToAskForARow) {
  EXPECT_EQ(SearchTextOf("Иван Ёлкин", "ООО «Ромашка»", "ivan@example.com", {"+79991234567"}),
            "иван елкин ооо ромашка ivan example com 79991234567 9991234567 t4567");
  EXPECT_EQ(SearchTextOf("Анна Анна", "", std::nullopt, {}), "анна");
}

TEST(Search, IsByBeginningsOfWords) {
  EXPECT_EQ(Shown(ParseSearch("  ИВАН петр ", "RU")), "(иван*) & (петр*)");
  EXPECT_EQ(Shown(ParseSearch("и петров", "RU")), "(и) & (петров*)") << "one letter is an initial";
  EXPECT_EQ(Shown(ParseSearch("ivan@exam", "RU")), "(ivan*) & (exam*)");
  EXPECT_THAT(ParseSearch("\"* OR ^", "RU").groups.size(), 1U) << "operators are no operators";
  EXPECT_THAT(ParseSearch("?!", "RU").groups, IsEmpty());
}

TEST(Search, IsByDigitsInAnyGrouping) {
  EXPECT_EQ(Shown(ParseSearch("+7 (999) 12", "RU")), "(799912* | t9912)");
  EXPECT_EQ(Shown(ParseSearch("8 999 123-45-67", "RU")),
            "(89991234567* | 9991234567* | 79991234567* | t4567)");
  EXPECT_EQ(Shown(ParseSearch("999", "RU")),
            "(999* | t0999 | t1999 | t2999 | t3999 | t4999 | t5999 | t6999 | t7999 | t8999 | t9999)");
  EXPECT_EQ(Shown(ParseSearch("+799", "RU")), "(799*)") << "a + begins a number";
  EXPECT_THAT(ParseSearch("4567", "RU").contains, ElementsAre("4567"));
  EXPECT_EQ(Shown(ParseSearch("12", "RU")), "(12*)") << "two digits are a word";
}
}  // namespace
}  // namespace vss::crm
