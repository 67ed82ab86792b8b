#include "workspace/web_files.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace vss::workspace {
namespace {
constexpr embedded::File kFiles[] = {{"assets/app-1a2b.js", "plain"},
                                     {"assets/app-1a2b.js.br", "brotli"},
                                     {"assets/app-1a2b.js.gz", "gzip"},
                                     {"assets/font.woff2", "font"},
                                     {"index.html", "page"}};

http::Request Ask(std::string accept_encoding, std::string if_none_match = "") {
  http::Request request;
  request.headers.Set("Accept-Encoding", std::move(accept_encoding));
  if (!if_none_match.empty()) request.headers.Set("If-None-Match", std::move(if_none_match));
  return request;
}

TEST(WebFiles, AnswersInTheBestCodingThatTheCallerTakes) {
  const WebFiles files(kFiles);
  EXPECT_EQ(files.Answer(Ask("gzip, br"), "assets/app-1a2b.js").body, "brotli");
  EXPECT_EQ(files.Answer(Ask("gzip, br;q=0"), "assets/app-1a2b.js").body, "gzip");
  EXPECT_EQ(files.Answer(Ask(""), "assets/app-1a2b.js").body, "plain");
  EXPECT_EQ(files.Answer(Ask("gzip, br"), "assets/font.woff2").body, "font");
  EXPECT_EQ(files.Answer(Ask("br"), "assets/app-1a2b.js").headers.Find("Content-Encoding"), "br");
  EXPECT_FALSE(files.Answer(Ask("br"), "assets/font.woff2").headers.Find("Content-Encoding"));
}

TEST(WebFiles, KeepsHashedNamesForEverAndAsksForTheRestAgain) {
  const WebFiles files(kFiles);
  EXPECT_EQ(files.Answer(Ask(""), "assets/font.woff2").headers.Find("Cache-Control"),
            "public, max-age=31536000, immutable");
  EXPECT_EQ(files.Answer(Ask(""), "index.html").headers.Find("Cache-Control"), "no-cache");
}

TEST(WebFiles, SendsNothingToWhoeverHasIt) {
  const WebFiles files(kFiles);
  const std::string etag(files.Answer(Ask("br"), "assets/app-1a2b.js").headers.Find("ETag").value());
  const http::Response again = files.Answer(Ask("br", "\"other\", " + etag), "assets/app-1a2b.js");
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.body.empty());
  EXPECT_EQ(again.headers.Find("ETag"), etag);
  // The same file in another coding is another thing to have.
  EXPECT_EQ(files.Answer(Ask("gzip", etag), "assets/app-1a2b.js").status, 200);
}

TEST(WebFiles, RefusesWhatIsNotThere) {
  const WebFiles files(kFiles);
  for (const char* name : {"assets/app-1a2b.js.br", "assets/../index.html", "", "assets/"})
    EXPECT_THROW(files.Answer(Ask("br"), name), Error) << name;
}
}  // namespace
}  // namespace vss::workspace
