#include "http/byte_range.hpp"

#include <gtest/gtest.h>

namespace vss::http {
namespace {
using Kind = RangeAnswer::Kind;

std::string Say(std::optional<std::string_view> header, std::uint64_t size = 100) {
  const RangeAnswer answer = ParseRange(header, size);
  if (answer.kind == Kind::kUnsatisfiable) return "416";
  return fmt::format("{} {}+{}", answer.kind == Kind::kPart ? "206" : "200", answer.first, answer.length);
}

// RFC 9110 §14.1.2, with its examples scaled down.
TEST(ByteRange, IsPartOfTheWhole) {
  EXPECT_EQ(Say("bytes=0-0"), "206 0+1");
  EXPECT_EQ(Say("bytes=0-49"), "206 0+50");
  EXPECT_EQ(Say("bytes=95-"), "206 95+5");
  EXPECT_EQ(Say("bytes=-5"), "206 95+5");
  EXPECT_EQ(Say("bytes=-500"), "206 0+100");
  EXPECT_EQ(Say("bytes=90-500"), "206 90+10");
}

// RFC 9110 §14.1.1 and §15.5.17.
TEST(ByteRange, IsRefusedWhenItBeginsBehindTheEnd) {
  EXPECT_EQ(Say("bytes=100-"), "416");
  EXPECT_EQ(Say("bytes=-0"), "416");
  EXPECT_EQ(Say("bytes=0-", 0), "416");
}

// RFC 9110 §14.2: a server may ignore Range.
TEST(ByteRange, IsIgnoredWhenMalformedOrManyOrOfAnotherUnit) {
  for (const char* header : {"", "bytes", "bytes=", "bytes=a-b", "bytes=5-2", "bytes=0-1,3-4", "lines=0-1",
                             "bytes=1", "bytes=-", "bytes=99999999999999999999-", "bytes=0x0-1"}) {
    EXPECT_EQ(Say(header), "200 0+100") << header;
  }
  EXPECT_EQ(Say(std::nullopt), "200 0+100");
}

TEST(FileResponse, ServesAnotherVersionWhole) {
  Request request;
  request.headers.Add("Range", "bytes=0-9");
  request.headers.Add("If-Range", "\"old\"");
  EXPECT_EQ(FileResponse(request, nullptr, 100, "audio/wav", "\"new\"").status, 200);
  const Response part = FileResponse(request, nullptr, 100, "audio/wav", "\"old\"");
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.headers.Find("Content-Range"), "bytes 0-9/100");
  EXPECT_EQ(part.file->length, 10U);
}

TEST(FileResponse, SaysTheSizeWhenNothingFits) {
  Request request;
  request.headers.Add("Range", "bytes=200-");
  const Response refused = FileResponse(request, nullptr, 100, "audio/wav", "\"x\"");
  EXPECT_EQ(refused.status, 416);
  EXPECT_EQ(refused.headers.Find("Content-Range"), "bytes */100");
  EXPECT_FALSE(refused.file);
}
}  // namespace
}  // namespace vss::http
