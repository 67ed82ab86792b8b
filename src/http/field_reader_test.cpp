#include "http/field_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"

namespace vss::http {
namespace {
using testing::HasSubstr;

// What Finish() says of a body read by `read`; "" when it found nothing wrong.
template <class Reader, class F>
json::object Problems(Reader reader, F read) {
  read(reader);
  try {
    reader.Finish();
    return {};
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidParams);
    return error.details();
  }
}

TEST(BodyReader, GivesTheFieldsOfAGoodBody) {
  BodyReader body(R"({"name":"AUTO HUB 1","capacity":10,"tags":["a","b"],"note":null})");
  EXPECT_EQ(body.Text("name", {.min = 1, .max = 20}), "AUTO HUB 1");
  EXPECT_EQ(body.Int("capacity", {.min = 1, .max = 99}), 10);
  EXPECT_EQ(body.OptionalTexts("tags", 3, {.min = 1, .max = 5}), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(body.IsNull("note"));
  EXPECT_EQ(body.OptionalText("note"), std::nullopt);
  EXPECT_NO_THROW(body.Finish());
}

TEST(BodyReader, NamesEveryBadFieldAtOnce) {
  const json::object problems =
      Problems(BodyReader(R"({"name":"","capacity":"ten","typo":1})"), [](BodyReader& body) {
        body.Text("name", {.min = 1});
        body.Int("capacity");
        body.Choice("type", {"auto", "mf"});
      });
  EXPECT_EQ(problems.size(), 4U);
  EXPECT_THAT(std::string(problems.at("name").as_string()), HasSubstr("1 to 255 characters"));
  EXPECT_THAT(std::string(problems.at("capacity").as_string()), HasSubstr("whole number"));
  EXPECT_THAT(std::string(problems.at("type").as_string()), HasSubstr("auto, mf"));
  EXPECT_THAT(std::string(problems.at("typo").as_string()), HasSubstr("not a field"));
}

// 57 Cyrillic letters take 114 bytes.
TEST(BodyReader, CountsCharactersNotBytes) {
  std::string name;
  for (int i = 0; i < 57; ++i) name += "я";
  const auto read = [](BodyReader& body) {
    body.Text("name", {.min = 1, .max = 100});
    body.OptionalTexts("tags", 1, {.min = 1, .max = 57});
  };
  const auto body = [](const std::string& text) {
    return BodyReader(fmt::format(R"({{"name":"{0}","tags":["{0}"]}})", text));
  };
  EXPECT_TRUE(Problems(body(name), read).empty());
  const json::object problems = Problems(body(name + name), read);
  EXPECT_EQ(problems.at("name"), "wants a text of 1 to 100 characters");
  EXPECT_THAT(std::string(problems.at("tags").as_string()), HasSubstr("57 characters"));
}

TEST(BodyReader, RefusesWhatIsNotAnObjectOrNotJson) {
  EXPECT_THROW(BodyReader("[1]"), Error);
  EXPECT_THROW(BodyReader("{\"a\":"), Error);
  EXPECT_THROW(BodyReader("{} {}"), Error);
  EXPECT_THROW(BodyReader(std::string(200, '[')), Error);
}

TEST(BodyReader, RefusesTextThatIsNotUtf8OrHasNul) {
  for (const std::string& text :
       {std::string("{\"name\":\"a\\u0000b\"}"), std::string("{\"name\":\"\xC3\x28\"}")}) {
    try {
      BodyReader body(text);
      body.Text("name");
      body.Finish();
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidParams);
    }
  }
}

TEST(BodyReader, RefusesFractionsAndBigNumbersAsWholeNumbers) {
  for (const char* text : {R"({"n":1.5})", R"({"n":99999999999999999999})", R"({"n":-1})", R"({"n":true})"}) {
    EXPECT_EQ(
        Problems(BodyReader(text), [](BodyReader& body) { body.Int("n", {.min = 0, .max = 10}); }).size(), 1U)
        << text;
  }
}

TEST(BodyReader, RefusesAPatchThatChangesNothingOrClearsWhatMustBeThere) {
  const auto patch = [](BodyReader& body) {
    body.RefuseNull({"name"});
    body.RequireAny({"name", "note"});
    body.OptionalText("name");
    body.OptionalText("note");
  };
  EXPECT_TRUE(Problems(BodyReader("{}"), patch).contains("body"));
  EXPECT_TRUE(Problems(BodyReader(R"({"name":null})"), patch).contains("name"));
  EXPECT_TRUE(Problems(BodyReader(R"({"note":null})"), patch).empty());
}

QueryReader Query(const Target& target) { return QueryReader(target); }

TEST(QueryReader, RefusesUnknownAndRepeatedParameters) {
  const Target target = *ParseTarget("/api/slots?state=READY&state=IDLE&stat=1");
  const json::object problems = Problems(Query(target), [](QueryReader& query) { query.Text("state"); });
  EXPECT_THAT(std::string(problems.at("state").as_string()), HasSubstr("more than once"));
  EXPECT_THAT(std::string(problems.at("stat").as_string()), HasSubstr("not a parameter"));
}

TEST(QueryReader, TakesACursorOnlyWithTheSortItWasMadeFor) {
  PageRequest made;
  made.sort = "name";
  const std::string cursor = EncodeCursor(made, {"AUTO", 7});
  const Target same = *ParseTarget("/x?sort=name&cursor=" + cursor);
  QueryReader good(same);
  const PageRequest page = good.Paging({"id", "name"});
  EXPECT_EQ(page.after, (json::array{"AUTO", 7}));
  EXPECT_NO_THROW(good.Finish());

  const Target other = *ParseTarget("/x?sort=-name&cursor=" + cursor);
  EXPECT_TRUE(
      Problems(Query(other), [](QueryReader& query) { query.Paging({"id", "name"}); }).contains("cursor"));
}

TEST(QueryReader, BoundsTheLimit) {
  for (const char* limit : {"0", "1001", "-1", "x", "1e3", ""}) {
    const Target target = *ParseTarget(fmt::format("/x?limit={}", limit));
    EXPECT_TRUE(Problems(Query(target), [](QueryReader& query) { query.Paging({"id"}); }).contains("limit"))
        << limit;
  }
}

TEST(QueryReader, PassesOverAsManyRowsAsTheOffsetSays) {
  const Target target = *ParseTarget("/x?offset=200");
  EXPECT_EQ(QueryReader(target).Paging({"id"}).skip, 200);
  const Target without = *ParseTarget("/x");
  EXPECT_EQ(QueryReader(without).Paging({"id"}).skip, 0);
  for (const char* offset : {"-1", "10000001", "x", ""}) {
    const Target bad = *ParseTarget(fmt::format("/x?offset={}", offset));
    EXPECT_TRUE(Problems(Query(bad), [](QueryReader& query) { query.Paging({"id"}); }).contains("offset"))
        << offset;
  }
}

TEST(Cursor, RefusesEverythingItDidNotMake) {
  const PageRequest request;
  for (const std::string& text :
       {std::string(""), std::string("e30"), std::string("####"), std::string(2000, 'A'),
        EncodeCursor(request, {1}), EncodeCursor(request, {json::object{}, 1}),
        EncodeCursor(request, {1.5, 1})}) {
    EXPECT_EQ(DecodeCursor(request, text), std::nullopt) << text;
  }
}

TEST(ParseTarget, DecodesPathAndQueryAndRefusesBrokenEscapes) {
  const auto target = ParseTarget("/a%20b/c?x=1+2&y=%D0%98&z");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/a b/c");
  EXPECT_EQ(target->query[0].second, "1 2");
  EXPECT_EQ(target->query[1].second, "И");
  EXPECT_EQ(target->query[2].first, "z");
  for (const char* bad : {"", "a", "/%", "/%2", "/%zz", "/%00", "/%0d%0a", "/x?a=%"})
    EXPECT_FALSE(ParseTarget(bad)) << bad;
}

TEST(ParseTarget, KnowsTheServerAsAWholeByTheAsteriskAlone) {
  const auto target = ParseTarget("*");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "*");
  EXPECT_TRUE(target->query.empty());
  for (const char* other : {"**", "*?x=1", "*/", "%2A", "%2a"}) EXPECT_FALSE(ParseTarget(other)) << other;
}

TEST(BodyReader, TakesNoNameOfSpacesOrControlCharacters) {
  const auto problem = [](std::string_view body, TextRule rule) {
    BodyReader reader(body);
    reader.Text("name", rule);
    try {
      reader.Finish();
    } catch (const Error& e) {
      return std::string(e.details().at("name").as_string());
    }
    return std::string();
  };
  using enum TextRule::Kind;
  EXPECT_EQ(problem(R"({"name":" \u00A0 "})", {.min = 1}),
            "wants a text of 1 to 255 characters, not only spaces");
  for (const char* body :
       {R"({"name":"a\u0007b"})", R"({"name":"a\nb"})", R"({"name":"a\u0085b"})", R"({"name":"\u007F"})"})
    EXPECT_THAT(problem(body, {.min = 1}), testing::HasSubstr("no control characters")) << body;
  EXPECT_EQ(problem(R"({"name":"a\r\n\tb"})", {.min = 1, .kind = kParagraphs}), "");
  EXPECT_NE(problem(R"({"name":"a\u0007b"})", {.min = 1, .kind = kParagraphs}), "");
  EXPECT_EQ(problem(R"({"name":" \u0007"})", {.min = 1, .kind = kAny}), "");
  EXPECT_EQ(problem(R"({"name":" "})", {}), "") << "where nothing is wanted, spaces do";
}

TEST(QueryReader, NamesTheParameterWithAControlCharacter) {
  const Target target = *ParseTarget("/x?q=a%00b");
  QueryReader query(target);
  query.Text("q", {.min = 1});
  try {
    query.Finish();
    FAIL();
  } catch (const Error& e) {
    EXPECT_TRUE(e.details().contains("q"));
  }
}
}  // namespace
}  // namespace vss::http
