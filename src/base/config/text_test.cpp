#include "base/config/text.hpp"

#include <gmock/gmock.h>

#include <ranges>

#include "base/files.hpp"

namespace vss::config {
namespace {
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string CheckedIn(const char* path) {
  return ReadWholeFile(std::filesystem::path(VSS_SOURCE_DIR) / path, 1 << 20);
}

TEST(ConfigText, CheckedInExampleIsTheGeneratedOne) {
  EXPECT_EQ(CheckedIn(".env.example"), ExampleFile()) << "run: vss config example > .env.example";
}

TEST(ConfigText, CheckedInReferenceIsTheGeneratedOne) {
  EXPECT_EQ(CheckedIn("docs/reference/config.md"), ReferencePage())
      << "run: vss config reference > docs/reference/config.md";
}

TEST(ConfigText, ExampleCopiedUnchangedMeansTheDefaults) {
  const Loaded copied = Load({{}, ".env", ExampleFile()});
  EXPECT_EQ(copied.texts, Load({{}, ".env", ""}).texts);
}

TEST(ConfigText, ExampleWithEveryCommentTakenAwayIsValid) {
  std::string text;
  for (const auto part : std::views::split(ExampleFile(), '\n')) {
    std::string_view line(part);
    if (line.starts_with('#') && !line.starts_with("# ")) line.remove_prefix(1);
    text += std::string(line) + "\n";
  }
  const Loaded loaded = Load({{}, ".env", text});
  EXPECT_EQ(loaded.config.provider_host, "sip.provider.com");
}

TEST(ConfigText, ShowMasksSecretsAndPasswordsInUrls) {
  const std::string text = Show(Load({{{"JWT_SECRET", "canary-canary-canary-canary-canary"},
                                       {"POSTGRES_URL", "postgresql://vss:canary@db:5432/vss_db"},
                                       {"REDIS_URL", "redis://cache:6379/0"}},
                                      ".env",
                                      ""}));
  EXPECT_THAT(
      text,
      AllOf(Not(HasSubstr("canary")), HasSubstr("postgresql://vss:****@db:5432/vss_db  (environment)"),
            HasSubstr("redis://cache:6379/0"), HasSubstr("PORT_OTTB                  8083  (default)")));
}
}  // namespace
}  // namespace vss::config
