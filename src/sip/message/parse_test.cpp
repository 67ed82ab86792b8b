#include <gmock/gmock.h>

#include "sip/message/message.hpp"
#include "sip/message/testing/wire.hpp"

namespace vss::sip {
namespace {
using test::Wire;

const std::string kInvite = Wire(R"(
INVITE sip:+79991234567@vss.example;user=phone SIP/2.0
Via: SIP/2.0/UDP 192.0.2.4:5062;branch=z9hG4bKa1;rport
Via: SIP/2.0/TCP [2001:db8::9]:5070;branch=z9hG4bKa0
Max-Forwards: 70
From: "Slot \"7\"" <sip:slot7@vss.example>;tag=8fe2
To: <sip:+79991234567@vss.example>
Call-ID: 4f1c@192.0.2.4
CSeq: 314 INVITE
Contact: <sip:slot7@192.0.2.4:5062>
X-Trunk: 17
Content-Type: application/sdp
Content-Length: 4

v=0
rest)");

TEST(ParseMessage, GivesTheMandatoryFieldsOfARequestAsViews) {
  Message message;
  ASSERT_TRUE(Parse(kInvite, message));
  EXPECT_TRUE(message.is_request);
  EXPECT_EQ(message.method, Method::kInvite);
  EXPECT_EQ(message.request_uri.user, "+79991234567");
  EXPECT_EQ(message.request_uri.host, "vss.example");
  EXPECT_EQ(FindParam(message.request_uri.params, "user"), "phone");
  EXPECT_EQ(message.via.protocol, "UDP");
  EXPECT_EQ(message.via.host, "192.0.2.4");
  EXPECT_EQ(message.via.port, 5062);
  EXPECT_EQ(message.via.branch, "z9hG4bKa1");
  EXPECT_TRUE(message.via.has_rport);
  EXPECT_EQ(message.max_forwards, 70);
  EXPECT_EQ(message.from.display, R"(Slot \"7\")");
  EXPECT_EQ(message.from.tag, "8fe2");
  EXPECT_EQ(message.to.tag, "");
  EXPECT_EQ(message.call_id, "4f1c@192.0.2.4");
  EXPECT_EQ(message.cseq.number, 314U);
  EXPECT_EQ(message.cseq.method, Method::kInvite);
  EXPECT_EQ(message.FindOther("x-trunk"), "17");
  EXPECT_EQ(message.Find(HeaderId::kContact), "<sip:slot7@192.0.2.4:5062>");
  EXPECT_GE(message.via.branch.data(), kInvite.data());
}

TEST(ParseMessage, GivesStatusReasonAndTheCSeqsMethodOfAResponse) {
  const std::string bytes = Wire(R"(
SIP/2.0 486 Busy  here
Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1;received=127.0.0.9;rport=5099
From: sip:a@example.com;tag=1
To: sip:b@example.com;tag=2
Call-ID: 1
CSeq: 1 INVITE
Content-Length: 0
)");
  Message message;
  ASSERT_TRUE(Parse(bytes, message));
  EXPECT_TRUE(message.IsResponse());
  EXPECT_EQ(message.status, 486);
  EXPECT_EQ(message.reason, "Busy  here");
  EXPECT_EQ(message.method, Method::kInvite);
  EXPECT_EQ(message.via.received, "127.0.0.9");
  EXPECT_EQ(message.via.rport, 5099);
  EXPECT_EQ(message.to.tag, "2");
  EXPECT_EQ(message.max_forwards, -1);
}

// §18.3: in a datagram, bytes behind the body are cut off.
TEST(ParseMessage, CutsTheBodyAtItsContentLength) {
  Message message;
  ASSERT_TRUE(Parse(kInvite, message));
  EXPECT_EQ(message.body, "v=0\r");
  EXPECT_TRUE(message.bytes.ends_with("\r\n\r\nv=0\r"));
}

// §18.3: without Content-Length the body goes to the datagram's end.
TEST(ParseMessage, TakesTheWholeDatagramAsBodyWithoutContentLength) {
  std::string bytes = kInvite;
  const std::size_t at = bytes.find("Content-Length");
  bytes.erase(at, bytes.find('\n', at) + 1 - at);
  Message message;
  ASSERT_TRUE(Parse(bytes, message));
  EXPECT_EQ(message.body, "v=0\r\nrest");
}

// §7.5: servers ignore empty lines before the start line.
TEST(ParseMessage, SkipsEmptyLinesBeforeTheStartLine) {
  Message message;
  const std::string bytes = "\r\n\r\n" + kInvite;
  ASSERT_TRUE(Parse(bytes, message));
  EXPECT_TRUE(message.bytes.starts_with("INVITE "));
}

TEST(ParseMessage, RefusesNothingAndEmptyLinesOnly) {
  Message message;
  EXPECT_FALSE(Parse("", message));
  EXPECT_FALSE(Parse("\r\n\r\n", message));
}

// A reader that takes LF and one that does not must never see two messages in the same bytes.
TEST(ParseMessage, TakesBareLineFeedsOnlyWhenEveryLineEndsWithOne) {
  std::string bytes;
  for (const char c : kInvite.substr(0, kInvite.find("\r\n\r\n") + 4)) {
    if (c != '\r') bytes += c;
  }
  Message message;
  bytes += "v=0\n";
  ASSERT_TRUE(Parse(bytes, message));
  EXPECT_EQ(message.body, "v=0\n");
  bytes.replace(bytes.find("\nFrom"), 1, "\r\n");
  EXPECT_EQ(Parse(bytes, message).error().what, "lines end with CRLF and with LF");
  bytes = kInvite;
  bytes.replace(bytes.find("\r\nFrom"), 2, "\n");
  EXPECT_FALSE(Parse(bytes, message));
  bytes.replace(bytes.find("\nFrom"), 1, "\r");
  EXPECT_FALSE(Parse(bytes, message));
}

TEST(ParseMessage, RefusesEveryTruncationInsideTheHead) {
  Message message;
  const std::size_t head = kInvite.find("\r\n\r\n") + 4;
  for (std::size_t size = 0; size < head; ++size) {
    EXPECT_FALSE(Parse(std::string_view(kInvite).substr(0, size), message)) << size;
  }
  // From there on the body is what is missing.
  EXPECT_EQ(Parse(std::string_view(kInvite).substr(0, head + 3), message).error().what, "Content-Length");
  EXPECT_TRUE(Parse(std::string_view(kInvite).substr(0, head + 4), message));
}

TEST(ParseMessage, TakesAsManyHeadersAsItHasRoomForAndNotOneMore) {
  const auto with = [](std::size_t more) {
    std::string bytes = kInvite.substr(0, kInvite.find("Content-Length"));
    for (std::size_t i = 0; i < more; ++i) bytes += "X-Y: z\r\n";
    return bytes + "\r\n";
  };
  Message message;
  const std::size_t own = 10;
  EXPECT_TRUE(Parse(with(Message::kMaxHeaders - own), message));
  EXPECT_EQ(message.headers().size(), Message::kMaxHeaders);
  EXPECT_EQ(Parse(with(Message::kMaxHeaders - own + 1), message).error().what, kTooManyHeaders);
  EXPECT_EQ(message.method, Method::kInvite);
  EXPECT_FALSE(message.call_id.empty()) << "what it is refused by";
}

TEST(ParseMessage, TakesAResponseWithoutTheHeadersThatMeanNothingHere) {
  const auto with = [](std::string_view line, std::size_t count) {
    std::string bytes = "SIP/2.0 486 Busy Here\r\nVia: SIP/2.0/UDP a\r\n";
    for (std::size_t i = 0; i < count; ++i) bytes += line;
    return bytes +
           "From: <sip:a@b>\r\nTo: <sip:c@d>\r\nCall-ID: 1\r\nCSeq: 2 INVITE\r\nContact: <sip:e@f>\r\n\r\n";
  };
  Message message;
  const std::string busy = with("X-Y: z\r\n", 5'000), routes = with("Record-Route: <sip:g@h>\r\n", 300);
  ASSERT_TRUE(Parse(busy, message));
  EXPECT_EQ(message.status, 486);
  EXPECT_EQ(message.Find(HeaderId::kContact), "<sip:e@f>");
  EXPECT_FALSE(Parse(routes, message));
}

TEST(ParseMessage, RefusesMoreBytesThanADatagramHolds) {
  const std::string bytes = kInvite + std::string(Message::kMaxBytes, 'x');
  Message message;
  EXPECT_EQ(Parse(bytes, message).error().what, "too long");
}

TEST(ParseMessage, ForgetsTheMessageBefore) {
  Message message;
  ASSERT_TRUE(Parse(kInvite, message));
  const std::string bytes = Wire(R"(
SIP/2.0 100 Trying
v: SIP/2.0/UDP a
f: sip:a@b
t: sip:a@b
i: 1
CSeq: 2 OPTIONS
)");
  ASSERT_TRUE(Parse(bytes, message));
  EXPECT_EQ(message.headers().size(), 5U);
  EXPECT_FALSE(message.is_request);
  EXPECT_EQ(message.via.branch, "");
  EXPECT_EQ(message.max_forwards, -1);
  EXPECT_FALSE(message.Has(HeaderId::kContact));
  EXPECT_EQ(message.Find(HeaderId::kContact), "");
}

TEST(Elements, WalksAListOverLinesAndCommas) {
  const std::string bytes = Wire(R"(
OPTIONS sip:a SIP/2.0
Via: SIP/2.0/UDP a , SIP/2.0/UDP b
From: sip:a@b
To: sip:a@b
Call-ID: 1
CSeq: 2 OPTIONS
v: SIP/2.0/UDP c
)");
  Message message;
  ASSERT_TRUE(Parse(bytes, message));
  std::vector<std::string_view> all;
  Elements vias(message, HeaderId::kVia);
  for (std::string_view via; vias.Next(via);) all.push_back(via);
  EXPECT_THAT(all, testing::ElementsAre("SIP/2.0/UDP a", "SIP/2.0/UDP b", "SIP/2.0/UDP c"));
  Elements routes(message, HeaderId::kRoute);
  std::string_view route;
  EXPECT_FALSE(routes.Next(route));
}

TEST(StoredMessage, OutlivesTheBytesItWasMadeFrom) {
  auto bytes = std::make_unique<std::string>(kInvite);
  auto message = std::make_unique<Message>();
  ASSERT_TRUE(Parse(*bytes, *message));
  StoredMessage stored(*message);
  message.reset();
  bytes.reset();
  const StoredMessage moved = std::move(stored);
  EXPECT_EQ(moved->call_id, "4f1c@192.0.2.4");
  EXPECT_EQ((*moved).body, "v=0\r");
  EXPECT_EQ(moved->FindOther("X-Trunk"), "17");
}
}  // namespace
}  // namespace vss::sip
