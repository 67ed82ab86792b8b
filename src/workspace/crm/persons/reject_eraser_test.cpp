#include "workspace/crm/persons/reject_eraser.hpp"

#include <gmock/gmock.h>

#include "base/files.hpp"
#include "base/testing/temp_folder.hpp"

namespace vss::crm {
namespace {
const PersonMarks kAnna{.phones = {"+79161234567"}, .emails = {"anna@example.com"}};

bool Erase(const std::filesystem::path& file) {
  RejectEraser eraser(file, kAnna);
  while (eraser.Next()) {
  }
  return eraser.changed();
}

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
  const auto rejects = folder.path() / "imp_1.rejects.csv";
  const std::string header = "row,reason,Name,Phone\r\n";
  const std::string other = "3,no number,\"Boris, the\r\nsecond\",12\r\n";
  WriteWholeFile(rejects, header + "2,twice,Anna,8 916 123 45 67\r\n" + other, 0600);
  EXPECT_TRUE(Erase(rejects));
  EXPECT_EQ(ReadWholeFile(rejects, 1000), header + other);
  EXPECT_FALSE(Erase(rejects)) << "nothing of her is left";
  EXPECT_FALSE(Erase(folder.path() / "none.rejects.csv"));
}

TEST(RejectEraser, GoesThroughALargeFileInPieces) {
  const test::TempFolder folder;
  const auto rejects = folder.path() / "imp_1.rejects.csv";
  const std::string header = "row,reason,Name,Phone\r\n", hers = "7,twice,Anna,8 916 123 45 67\r\n";
  std::string others;
  for (int row = 0; others.size() < 1'500'000; ++row)
    others += fmt::format("{},no number,Boris,{}\r\n", row, row);
  const std::size_t middle = others.find('\n', others.size() / 2) + 1;
  WriteWholeFile(rejects, header + others.substr(0, middle) + hers + others.substr(middle) + hers, 0600);
  RejectEraser eraser(rejects, kAnna);
  int pieces = 1;
  while (eraser.Next()) ++pieces;
  EXPECT_GT(pieces, 4);
  EXPECT_TRUE(ReadWholeFile(rejects, 10'000'000) == header + others);
  EXPECT_THAT(ListRejects(folder.path()), testing::ElementsAre(rejects)) << "and nothing beside it";
}

TEST(RejectEraser, KnowsWhichFilesHoldRefusedRows) {
  const test::TempFolder folder;
  for (const char* name : {"imp_1.csv", "imp_1.rejects.csv", "upload-x", "imp_2.rejects.csv.erasing"})
    WriteWholeFile(folder.path() / name, "", 0600);
  EXPECT_THAT(ListRejects(folder.path()), testing::ElementsAre(folder.path() / "imp_1.rejects.csv"));
  EXPECT_THAT(ListRejects(folder.path() / "none"), testing::IsEmpty());
}
}  // namespace
}  // namespace vss::crm
