// What people type and have not saved, once on each engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/crm_fixture.hpp"

namespace vss::crm {
namespace {
using testing::ElementsAre;
using testing::IsEmpty;

class CrmDrafts : public CrmTest {};
VSS_ON_EACH_ENGINE(CrmDrafts);

TEST_P(CrmDrafts, DraftsAreOfWhoTypedThem) {
  Run(drafts.Put(olga, "call-note:c_7", {{"text", "half a sen"}}));
  clock.Advance(std::chrono::seconds(1));
  Run(drafts.Put(olga, "new-lead", {{"client_name", "A"}}));
  Run(drafts.Put(petr, "call-note:c_7", {{"text", "other"}}));
  EXPECT_THAT(DraftNames(olga), ElementsAre("new-lead", "call-note:c_7"));
  clock.Advance(std::chrono::seconds(1));
  const Draft again = Run(drafts.Put(olga, "call-note:c_7", {{"text", "half a sentence"}}));
  EXPECT_EQ(Run(drafts.List(olga)).front(), again);
  Run(drafts.Delete(olga, "call-note:c_7"));
  Run(drafts.Delete(olga, "call-note:c_7"));
  EXPECT_THAT(DraftNames(olga), ElementsAre("new-lead"));
  EXPECT_THAT(DraftNames(petr), ElementsAre("call-note:c_7"));
  Write(fmt::format("DELETE FROM users WHERE id = '{}'", kPetr));
  EXPECT_THAT(DraftNames(petr), IsEmpty());
}

TEST_P(CrmDrafts, ADraftThatIsSentAgainDoesNotComeBackAfterItWasSaved) {
  using Sent = DraftService::Sent;
  const Fields text{{"text", "Call in May"}};
  Run(drafts.Put(olga, "call-note:c_7", text));
  Run(drafts.Put(olga, "call-note:c_7", text, Sent::kAgain));
  Run(drafts.Delete(olga, "call-note:c_7"));
  EXPECT_EQ(CodeOf(drafts.Put(olga, "call-note:c_7", text, Sent::kAgain)), ErrorCode::kConflict);
  EXPECT_THAT(DraftNames(olga), IsEmpty());
  Run(drafts.Put(olga, "call-note:c_8", text, Sent::kAgain));
  Run(drafts.Put(petr, "call-note:c_7", text, Sent::kAgain));
  Run(drafts.Put(olga, "call-note:c_7", {{"text", "Call in May, or June"}}, Sent::kAgain));
  Run(drafts.Delete(olga, "call-note:c_7"));
  Run(drafts.Put(olga, "call-note:c_7", text, Sent::kAgain));
  Run(drafts.Delete(olga, "call-note:c_7"));
  Run(drafts.Put(olga, "call-note:c_7", text));  // typed anew
  EXPECT_THAT(DraftNames(olga), ElementsAre("call-note:c_7", "call-note:c_8"));
}

TEST_P(CrmDrafts, ATextOfAnotherBrowserIsNeitherWrittenOverNorDropped) {
  std::vector<std::string> told;
  drafts.OnChange([&](const std::string& user, const json::object& change) {
    told.push_back(user == kOlga ? ToText(change.at("fields")) : "somebody else");
  });
  using Sent = DraftService::Sent;
  const auto put = [&](const char* text, DraftService::Seen seen) {
    return drafts.Put(olga, "lead-note:a", {{"text", text}}, Sent::kFirst, std::move(seen));
  };
  const std::string first = FormatRfc3339(Run(put("one", "")).updated_at);
  const std::string second = FormatRfc3339(Run(put("two", first)).updated_at);
  EXPECT_NE(first, second) << "within one millisecond, too";
  EXPECT_EQ(CodeOf(put("three", first)), ErrorCode::kConflict);
  EXPECT_EQ(CodeOf(put("three", "")), ErrorCode::kConflict);
  Run(put("two", first));  // the same text is no conflict
  Run(drafts.Delete(olga, "lead-note:a", first));
  EXPECT_THAT(DraftNames(olga), ElementsAre("lead-note:a"));
  Run(put("any", std::nullopt));
  Run(drafts.Delete(olga, "lead-note:a"));
  EXPECT_THAT(DraftNames(olga), IsEmpty());
  EXPECT_THAT(told, ElementsAre(R"({"text":"one"})", R"({"text":"two"})", R"({"text":"two"})",
                                R"({"text":"any"})", "null"));
}

TEST_P(CrmDrafts, OfTooManyDraftsTheOldestGives) {
  for (std::size_t i = 0; i < kMostDrafts + 2; ++i) {
    clock.Advance(std::chrono::seconds(1));
    Run(drafts.Put(olga, fmt::format("lead-note:{}", i), {{"text", "x"}}));
  }
  const auto names = DraftNames(olga);
  EXPECT_EQ(names.size(), kMostDrafts);
  EXPECT_EQ(names.front(), fmt::format("lead-note:{}", kMostDrafts + 1));
  EXPECT_EQ(names.back(), "lead-note:2");
}

TEST_P(CrmDrafts, AMergeTakesTheDraftsOfNotesAlong) {
  const Lead from = Make("a", "+79990000001"), into = Make("b", "+79990000002");
  Run(drafts.Put(olga, "lead-note:" + from.id, {{"text", "of a"}}));
  Run(drafts.Put(olga, "lead-note:" + into.id, {{"text", "of b"}}));
  Run(drafts.Put(petr, "lead-note:" + from.id, {{"text", "of a"}}));
  Run(drafts.Put(petr, "lead:" + from.id, {{"client_name", "A"}}));
  Run(leads.Merge(admin, from.id, into.id));
  EXPECT_THAT(DraftNames(petr), ElementsAre("lead-note:" + into.id));
  const auto left = Run(drafts.List(olga));
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].fields.at("text"), "of b\n\nof a");
  Run(leads.Delete(admin, into.id));
  EXPECT_THAT(DraftNames(olga), IsEmpty());
}

TEST_P(CrmDrafts, ErasingAPersonReachesDrafts) {
  Run(drafts.Put(olga, "call-note:c_7", {{"text", "about the person"}}));
  Run(drafts.Put(olga, "new-lead", {{"phone", "8 (999) 000-00-01"}}));
  Run(drafts.Put(petr, "call-note:c_8", {{"text", "about another"}}));
  Run(store.Write([](Transaction& tx) { EraseDrafts(tx, std::vector<std::string>{"c_7"}, "+79990000001"); }));
  EXPECT_THAT(DraftNames(olga), IsEmpty());
  EXPECT_THAT(DraftNames(petr), ElementsAre("call-note:c_8"));
}
}  // namespace
}  // namespace vss::crm
