#include "http/response_head.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vss::http {
namespace {
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(ResponseHead, NamesStatusTypeLengthAndWhetherTheConnectionGoesOn) {
  const Response response = Text("hello", "text/plain");
  const std::string head = RenderHead(response, Persistence::kKeepAlive);
  EXPECT_THAT(head, StartsWith("HTTP/1.1 200 OK\r\nDate: "));
  EXPECT_THAT(head, HasSubstr("\r\nContent-Type: text/plain\r\n"));
  EXPECT_THAT(head, HasSubstr("\r\nContent-Length: 5\r\n"));
  EXPECT_THAT(head, EndsWith("\r\nConnection: keep-alive\r\n\r\n"));
  EXPECT_THAT(RenderHead(response, Persistence::kClose), EndsWith("\r\nConnection: close\r\n\r\n"));
}

TEST(ResponseHead, LetsNoValueStartAFieldOfItsOwn) {
  Response response = Text("", "text/plain");
  response.headers.Set("Location", "/a\r\nSet-Cookie: stolen=1");
  EXPECT_THAT(RenderHead(response, Persistence::kClose), HasSubstr("Location: /aSet-Cookie: stolen=1\r\n"));
}

TEST(ResponseHead, GivesNoLengthWhereThereCanBeNoBody) {
  for (const int status : {204, 304}) {
    Response response;
    response.status = status;
    EXPECT_THAT(RenderHead(response, Persistence::kKeepAlive), Not(HasSubstr("Content-Length"))) << status;
  }
}
}  // namespace
}  // namespace vss::http
