#include "workspace/crm/import/reject_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/testing/temp_folder.hpp"

namespace vss::crm {
namespace {
using testing::ElementsAre;
using testing::HasSubstr;

const ImportOptions kRussian{.country = "RU"};

std::filesystem::path Written(const std::filesystem::path& folder, const std::string& text) {
  const std::filesystem::path path = folder / "upload.csv";
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

TEST(LeadFile, ObeysALineThatNamesTheSeparator) {
  const test::TempFolder folder;
  for (const char* line : {"sep=|\r\n", "\uFEFFsep=|\n", "\"sep=|\"\n"}) {
    LeadFile file(Written(folder.path(), std::string(line) + "name|phone,x\nA, B|+79991234567\n"),
                  {.mapping = {{"phone,x", "phone"}}, .country = "RU"});
    const auto rows = file.Next(10);
    ASSERT_EQ(rows.size(), 1U) << line;
    EXPECT_EQ(rows[0].lead->lead.client_name, "A, B");
    EXPECT_EQ(rows[0].line, 3);
  }
}

TEST(LeadFile, FindsThePipeAndPassesOverEmptyRows) {
  const test::TempFolder folder;
  LeadFile file(Written(folder.path(), "name|phone|\nA|+79991234567|\n||\n \n\u00A0||\nB|+79991234568||\n"),
                kRussian);
  EXPECT_EQ(file.Next(10).size(), 2U);
}

TEST(LeadFile, FindsTheCodePageBeyondTheFirstBuffer) {
  const test::TempFolder folder;
  std::string text = "name;phone\n";
  while (text.size() < 600'000) text += "Ivan;+79991234567\n";
  LeadFile file(Written(folder.path(), text + "\xCF\xB8\xF2\xF0;+79991234568\n"), kRussian);
  EXPECT_EQ(file.options().encoding, Encoding::kWindows1251);
  std::vector<FileRow> rows = file.Next(100'000);
  EXPECT_EQ(rows.back().lead->lead.client_name, "Пётр");
}

FileRow Refused(std::vector<std::string> cells) {
  return {.line = 7, .cells = std::move(cells), .lead = std::nullopt, .reason = "phone: is missing"};
}

TEST(RejectFile, IsReadAsTheFileThatItWas) {
  const test::TempFolder folder;
  const std::vector<std::string> cells = {"-Anna- (VIP)", "", "=call, \"soon\"", "'quoted'", "@x;y", "'=z"};
  Columns columns;
  for (const char* title : {"client_name", "phone", "comment", "a", "b", "=c"})
    columns.push_back({title, std::nullopt});
  RejectFile rejects(folder.path() / "r.csv", {.max_bytes = 1'000'000});
  rejects.Header(columns);
  rejects.Append(Refused(cells));
  rejects.Flush();
  LeadFile file(folder.path() / "r.csv", kRussian, PhoneColumn::kMayBeMappedLater);
  EXPECT_EQ(file.columns().front().title, "client_name");
  const auto rows = file.Next(10);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].cells, cells);
}

TEST(RejectFile, HoldsAllOfALineThatIsNoRecord) {
  const test::TempFolder folder;
  LeadFile file(Written(folder.path(), "name;phone\n\"Иван;+79991234567\n"), kRussian);
  const auto rows = file.Next(10);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].reason, "the line has a quote that is never closed");
  EXPECT_THAT(rows[0].cells, ElementsAre("\"Иван", "+79991234567"));
}

TEST(RejectFile, IsBounded) {
  const test::TempFolder folder;
  const auto path = folder.path() / "r.csv";
  const std::int64_t upload = 800'000, most = RejectFile::MaxBytesOf(upload);
  std::int64_t bytes = 0;
  for (int batch = 0; batch < 1000; ++batch) {
    RejectFile rejects(path, {.keep_bytes = bytes, .max_bytes = most});
    for (int i = 0; i < 400; ++i) rejects.Append(Refused({"x"}));
    bytes = rejects.Flush();
  }
  EXPECT_LT(bytes, most + 1000);
  std::ifstream text(path);
  const std::string all((std::istreambuf_iterator<char>(text)), {});
  EXPECT_THAT(all.substr(all.size() - 200), HasSubstr("is full"));
}

TEST(RejectFile, OpensInASpreadsheet) {
  const test::TempFolder folder;
  RejectFile rejects(folder.path() / "r.csv", {.max_bytes = 1000});
  rejects.Header({{"name", std::nullopt}});
  const std::int64_t bytes = rejects.Flush();
  const RejectRows copy = CopyRejects(folder.path() / "r.csv", bytes, {.excel_separator = ';'});
  std::string text(100, '\0');
  text.resize(static_cast<std::size_t>(::pread(copy.file.get(), text.data(), text.size(), 0)));
  EXPECT_EQ(text, "\uFEFFrow;reason;name\r\n");
  EXPECT_EQ(copy.bytes, std::ssize(text));
}

TEST(RejectFile, IsReadInRussianAsTheFileThatItWas) {
  const test::TempFolder folder;
  RejectFile rejects(folder.path() / "r.csv", {.max_bytes = 1000});
  rejects.Header({{"name", std::nullopt}, {"phone", std::nullopt}});
  rejects.Append(Refused({"Anna", "+7 999 7000045"}));
  const std::int64_t bytes = rejects.Flush();
  const RejectRows copy = CopyRejects(folder.path() / "r.csv", bytes,
                                      {.excel_separator = ';', .language = RejectFormat::Language::kRussian});
  std::string text(200, '\0');
  text.resize(static_cast<std::size_t>(::pread(copy.file.get(), text.data(), text.size(), 0)));
  EXPECT_EQ(text, "\uFEFFстрока;причина;name;phone\r\n7;нет номера телефона;Anna;+7 999 7000045\r\n");
  LeadFile again(Written(folder.path(), text), kRussian);
  const auto rows = again.Next(10);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_THAT(rows[0].cells, ElementsAre("Anna", "+7 999 7000045"));
}

TEST(LeadFile, HasNoColumnForDelimitersAtTheEnds) {
  const test::TempFolder folder;
  LeadFile file(Written(folder.path(), "name;phone;;\nA;+79991234567;;\nB;12;\n"), kRussian);
  EXPECT_EQ(file.columns().size(), 2U);
  for (const FileRow& row : file.Next(10)) EXPECT_EQ(row.cells.size(), 2U);
  LeadFile filled(Written(folder.path(), "name;phone;;\nA;+79991234567;x;\n"), kRussian);
  ASSERT_EQ(filled.columns().size(), 3U);
  EXPECT_EQ(filled.Next(10)[0].lead->lead.fields.at("column 3"), "x");
}
}  // namespace
}  // namespace vss::crm
