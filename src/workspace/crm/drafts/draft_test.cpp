#include "workspace/crm/drafts/draft.hpp"

#include <gtest/gtest.h>

namespace vss::crm {
namespace {
TEST(DraftName, IsAFormAndWhatItIsAbout) {
  for (const char* name : {"new-lead", "call-note:c_882", "lead-note:0192f0c1-2b3c-7d4e-8f50-112233445566"})
    EXPECT_TRUE(IsDraftName(name)) << name;
  for (const char* name : {"", ":", "call-note:", ":c_882", "a:b:c", "../x", "a b", "заметка"})
    EXPECT_FALSE(IsDraftName(name)) << name;
  EXPECT_FALSE(IsDraftName(std::string(kMaxDraftName + 1, 'a')));
  EXPECT_EQ(SubjectOf("call-note:c_882"), "c_882");
  EXPECT_EQ(SubjectOf("new-lead"), "");
}

TEST(Draft, OfANoteGoesAlongWhenItsLeadIsMerged) {
  EXPECT_EQ(NameAfterMerge("lead-note:a", "b"), "lead-note:b");
  EXPECT_EQ(NameAfterMerge("lead:a", "b"), std::nullopt) << "changes to values that are gone";
}

TEST(Draft, JoinedKeepsBothTextsAndNothingTwice) {
  EXPECT_EQ(Joined({{"text", "one"}}, {{"text", "two"}}), (Fields{{"text", "one\n\ntwo"}}));
  EXPECT_EQ(Joined({{"text", "one"}}, {{"text", "one, and more"}}), (Fields{{"text", "one, and more"}}));
  EXPECT_EQ(Joined({{"text", "one, and more"}}, {{"text", "one"}}), (Fields{{"text", "one, and more"}}));
  EXPECT_EQ(Joined({}, {{"text", "two"}}), (Fields{{"text", "two"}}));
}

TEST(Draft, HoldsANumberHoweverItIsWritten) {
  for (const char* text :
       {"+7 999 555-01-40", "8(999)5550140", "Иван, 999 555 01 40, после обеда", "tel:+79995550140"})
    EXPECT_TRUE(HoldsNumber({{"phone", text}}, "+79995550140")) << text;
  EXPECT_FALSE(HoldsNumber({{"phone", "+7 999 555-01-41"}}, "+79995550140"));
  EXPECT_FALSE(HoldsNumber({}, "+79995550140"));
}
}  // namespace
}  // namespace vss::crm
