#include "http/request_head.hpp"

#include <gtest/gtest.h>

namespace vss::http {
namespace {
Headers Fields(std::initializer_list<std::pair<std::string, std::string>> fields) {
  Headers headers;
  for (const auto& [name, value] : fields) headers.Add(name, value);
  return headers;
}

TEST(RequestLine, MayBecomeARequestHoweverLittleHasCome) {
  constexpr std::string_view kWhole = "PATCH /api/slots?x=1 HTTP/1.1\r\nHost: x\r\n";
  for (std::size_t length = 0; length <= kWhole.size(); ++length)
    EXPECT_FALSE(RequestLineProblem(kWhole.substr(0, length))) << kWhole.substr(0, length);
  EXPECT_FALSE(RequestLineProblem("OPTIONS * HTTP/1.0\r\n"));
}

TEST(RequestLine, IsRefusedAsSoonAsItCannotBecomeOne) {
  for (const std::string_view wrong :
       {"\x16\x03\x01", " GET", "GET\t/", "GET  /", "G(T /", "\"", "GET /\x01", "GET / FTP", "GET / HTTP/2",
        "GET / HTTP/1.12", "GET /\r\n", "GET\r\n", "GET / HTTP/1.1 \r\n", "GET / HTTP/1.1\n",
        "GET / x HTTP/1.1", "\r", "AVERYLONGMETHODTHATNOBODYKNOWSOFATALL"})
    EXPECT_TRUE(RequestLineProblem(wrong)) << wrong;
}

TEST(ChunkLine, MayBeIncomplete) {
  for (const std::string_view right :
       {"", "\r", "\r\n", "5", "1aF", "5;a=b", "5 ; a=\"b c\"", "5\r", "5;x\r\n", "\r\n0", "0\r\nTrailer: x"})
    EXPECT_FALSE(ChunkLineProblem(right)) << right;
}

TEST(ChunkLine, IsRefusedAtOnce) {
  for (const char* wrong : {"x", "-1", "5 6", "5;\x01", "5\n", "12345678901234567", "5x"})
    EXPECT_TRUE(ChunkLineProblem(wrong)) << wrong;
  EXPECT_TRUE(ChunkLineProblem("5;" + std::string(1100, 'x')));
}

TEST(RequestHead, HasOneValidHost) {
  const auto problem = [](std::initializer_list<std::pair<std::string, std::string>> fields,
                          HttpVersion version = HttpVersion::k11) {
    return HeadProblem(Fields(fields), version).has_value();
  };
  for (const char* host : {"x", "vss.example:8081", "127.0.0.1", "[::1]:80", "[::1]", "a-b_c.d", "x:"})
    EXPECT_FALSE(problem({{"Host", host}})) << host;
  for (const char* host :
       {"", "a b", "x/y", "user@x", "x:port", "x:123456", "[::1", "[]", "[::1]x", "a,b c", ":80"})
    EXPECT_TRUE(problem({{"Host", host}})) << host;
  EXPECT_TRUE(problem({}));
  EXPECT_FALSE(problem({}, HttpVersion::k10));
  EXPECT_TRUE(problem({{"Host", "x"}, {"host", "x"}}));
}

TEST(RequestHead, SaysOnceAndPlainlyHowItsBodyEnds) {
  const auto problem = [](std::initializer_list<std::pair<std::string, std::string>> fields,
                          HttpVersion version = HttpVersion::k11) {
    Headers headers = Fields(fields);
    headers.Add("Host", "x");
    return HeadProblem(headers, version).has_value();
  };
  EXPECT_FALSE(problem({{"Transfer-Encoding", "chunked"}}));
  EXPECT_FALSE(problem({{"transfer-encoding", " Chunked "}}));
  EXPECT_FALSE(problem({{"Content-Length", "5"}}));
  for (const char* coding : {"", "identity", "gzip", "chunked, identity", "gzip, chunked", "chunked, chunked",
                             "xchunked", "chunked;q=1", ","})
    EXPECT_TRUE(problem({{"Transfer-Encoding", coding}})) << coding;
  EXPECT_TRUE(problem({{"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "identity"}}));
  EXPECT_TRUE(problem({{"Transfer-Encoding", "chunked"}, {"Content-Length", "5"}}));
  EXPECT_TRUE(problem({{"Transfer-Encoding", "chunked"}}, HttpVersion::k10));
}

TEST(RequestTarget, TakesTheAbsoluteForm) {
  EXPECT_EQ(OriginForm("/a?b").target, "/a?b");
  EXPECT_EQ(OriginForm("*").target, "*");
  EXPECT_EQ(OriginForm("http://x:80/a?b").target, "/a?b");
  EXPECT_EQ(OriginForm("HTTPS://x/a").host, "x");
  EXPECT_EQ(OriginForm("http://x").target, "/");
  EXPECT_EQ(OriginForm("http://a@b/x").target, "http://a@b/x")
      << "no host: refused as a target by whoever reads it";
  EXPECT_FALSE(OriginForm("ftp://x/a").host);
}

TEST(RequestTarget, IsTheServerAsAWholeForOptionsOnly) {
  EXPECT_FALSE(TargetProblem(Method::kOptions, ParseTarget("*")));
  for (const Method method : {Method::kGet, Method::kHead, Method::kPost, Method::kDelete, Method::kOther}) {
    EXPECT_TRUE(TargetProblem(method, ParseTarget("*"))) << ToString(method);
    EXPECT_FALSE(TargetProblem(method, ParseTarget("/*"))) << ToString(method);
    EXPECT_TRUE(TargetProblem(method, ParseTarget("/%zz"))) << ToString(method);
  }
}
}  // namespace
}  // namespace vss::http
