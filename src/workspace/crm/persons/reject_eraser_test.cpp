#include "workspace/crm/persons/reject_eraser.hpp"

#include <gtest/gtest.h>

#include "base/files.hpp"
#include "base/testing/temp_folder.hpp"

namespace vss::crm {
namespace {
const PersonMarks kAnna{.phones = {"+79161234567"}, .emails = {"anna@example.com"}};

TEST(RejectEraser, KnowsANumberHoweverItIsWritten) {
  for (const char* row :
       {"4,bad e-mail,Anna,+7 (916) 123-45-67,x@", "5,x,8 916 123-45-67", "6,x,9161234567",
        "7,x,\"+79161234567, 8 495 000-00-00\"", "8,x;89161234567;y", "9,x,ANNA@Example.com,"})
    EXPECT_TRUE(MayBeAbout(row, kAnna)) << row;
  for (const char* row : {"4,bad e-mail,Boris,+7 (916) 123-45-68,x@", "5,x,4567", "79161,x,234567", "6,x,"})
    EXPECT_FALSE(MayBeAbout(row, kAnna)) << row;
}

TEST(RejectEraser, TakesTheRowsOutAndLeavesTheRestAsItWas) {
  const test::TempFolder folder;
  const auto rejects = folder.path() / "imp_1.rejects.csv", upload = folder.path() / "imp_1.csv";
  const std::string header = "row,reason,Name,Phone\r\n";
  const std::string other = "3,no number,\"Boris, the\r\nsecond\",12\r\n";
  WriteWholeFile(rejects, header + "2,twice,Anna,8 916 123 45 67\r\n" + other, 0600);
  WriteWholeFile(upload, "2,twice,Anna,8 916 123 45 67\r\n", 0600);
  EXPECT_EQ(EraseFromRejects(folder.path(), kAnna), 1U);
  EXPECT_EQ(ReadWholeFile(rejects, 1000), header + other);
  EXPECT_EQ(ReadWholeFile(upload, 1000).size(), 30U) << "not a file of refused rows";
  EXPECT_EQ(EraseFromRejects(folder.path(), kAnna), 0U);
  EXPECT_EQ(EraseFromRejects(folder.path() / "none", kAnna), 0U);
}
}  // namespace
}  // namespace vss::crm
