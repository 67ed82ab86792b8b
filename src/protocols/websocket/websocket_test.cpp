#include <gmock/gmock.h>

#include "protocols/websocket/handshake.hpp"
#include "protocols/websocket/message_reader.hpp"

namespace vss::websocket {
namespace {
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

std::string Masked(unsigned first, std::string_view data, std::string_view mask = "\x37\xfa\x21\x3d") {
  std::string head = FrameHead(Opcode::kText, data.size());
  head[0] = static_cast<char>(first);
  head[1] = static_cast<char>(static_cast<unsigned char>(head[1]) | 0x80);
  head += mask;
  for (std::size_t i = 0; i < data.size(); ++i) head += static_cast<char>(data[i] ^ mask[i % 4]);
  return head;
}

struct Collector final : MessageReader::Sink {
  bool OnMessage(Opcode opcode, std::string_view data) override {
    messages.emplace_back(opcode, data);
    return !stop;
  }
  std::size_t MessageLimit() const override { return limit; }
  std::vector<std::pair<Opcode, std::string>> messages;
  std::size_t limit = 1 << 20;
  bool stop = false;
};

std::expected<void, CloseCode> Feed(MessageReader& reader, Collector& sink, std::string bytes) {
  return reader.Feed(bytes, sink);
}

TEST(WebSocketHandshake, AcceptsTheExampleOfRfc6455) {
  EXPECT_EQ(Accept({"websocket", "keep-alive, Upgrade", "dGhlIHNhbXBsZSBub25jZQ==", "13"}),
            "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(WebSocketHandshake, RefusesWhatIsNoneOrOfAnotherVersion) {
  constexpr std::string_view kKey = "dGhlIHNhbXBsZSBub25jZQ==";
  EXPECT_FALSE(Accept({"", "Upgrade", kKey, "13"}));
  EXPECT_FALSE(Accept({"websocket", "keep-alive", kKey, "13"}));
  EXPECT_FALSE(Accept({"websocket", "Upgrade", kKey, "8"}));
  EXPECT_FALSE(Accept({"websocket", "Upgrade", "c2hvcnQ=", "13"}));
  EXPECT_FALSE(Accept({"websocket", "Upgrade", "", "13"}));
}

// RFC 6455 §5.7.
TEST(WebSocketFrame, ReadsTheMaskedHello) {
  MessageReader reader;
  Collector sink;
  ASSERT_TRUE(Feed(reader, sink, "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"));
  EXPECT_THAT(sink.messages, ElementsAre(Pair(Opcode::kText, "Hello")));
}

TEST(WebSocketFrame, ReadsTheSameHoweverTheBytesAreCut) {
  const std::string text(70'000, 'x');
  const std::string bytes =
      Masked(0x81, "one") + Masked(0x82, text) + Masked(0x89, "ping") + Masked(0x81, "end");
  for (const std::size_t piece : {1U, 2U, 3U, 7U, 1000U, 66'000U}) {
    MessageReader reader;
    Collector sink;
    for (std::size_t at = 0; at < bytes.size(); at += piece)
      ASSERT_TRUE(Feed(reader, sink, bytes.substr(at, piece)));
    EXPECT_THAT(sink.messages, ElementsAre(Pair(Opcode::kText, "one"), Pair(Opcode::kBinary, text),
                                           Pair(Opcode::kPing, "ping"), Pair(Opcode::kText, "end")));
  }
}

TEST(WebSocketFrame, JoinsFragmentsWithControlFramesBetween) {
  MessageReader reader;
  Collector sink;
  ASSERT_TRUE(
      Feed(reader, sink, Masked(0x01, "Hel") + Masked(0x89, "") + Masked(0x00, "l") + Masked(0x80, "o")));
  EXPECT_THAT(sink.messages, ElementsAre(Pair(Opcode::kPing, ""), Pair(Opcode::kText, "Hello")));
}

TEST(WebSocketFrame, ClosesOnWhatTheRfcForbids) {
  const std::pair<std::string, CloseCode> cases[] = {
      {std::string("\x81\x05Hello", 7), CloseCode::kProtocolError},        // unmasked
      {Masked(0xC1, "x"), CloseCode::kProtocolError},                      // RSV1 without an extension
      {Masked(0x83, "x"), CloseCode::kProtocolError},                      // reserved opcode
      {Masked(0x09, "x"), CloseCode::kProtocolError},                      // control frame in pieces
      {Masked(0x89, std::string(126, 'x')), CloseCode::kProtocolError},    // long control frame
      {Masked(0x80, "x"), CloseCode::kProtocolError},                      // continues nothing
      {Masked(0x01, "x") + Masked(0x81, "y"), CloseCode::kProtocolError},  // a message inside another
      {std::string("\x81\xfe\x00\x05", 4) + "mask",
       CloseCode::kProtocolError},  // length not in its shortest form
      {Masked(0x81, "\xff"), CloseCode::kNotUtf8},
      {Masked(0x81, "\xed\xa0\x80"), CloseCode::kNotUtf8},  // a surrogate
      {Masked(0x81, std::string(101, 'x')), CloseCode::kTooBig},
      {Masked(0x01, std::string(60, 'x')) + Masked(0x80, std::string(60, 'x')), CloseCode::kTooBig},
  };
  for (const auto& [bytes, code] : cases) {
    MessageReader reader;
    Collector sink;
    sink.limit = 100;
    const auto outcome = Feed(reader, sink, bytes);
    ASSERT_FALSE(outcome) << testing::PrintToString(bytes);
    EXPECT_EQ(outcome.error(), code) << testing::PrintToString(bytes);
    EXPECT_THAT(sink.messages, IsEmpty());
  }
}

TEST(WebSocketFrame, RefusesALongMessageByItsHeadAlone) {
  MessageReader reader;
  Collector sink;
  const auto outcome = Feed(reader, sink, std::string("\x82\xff\x00\x00\x00\x01\x00\x00\x00\x00mask", 14));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error(), CloseCode::kTooBig);
}

TEST(WebSocketFrame, StopsWhenItsUserDoes) {
  MessageReader reader;
  Collector sink;
  sink.stop = true;
  ASSERT_TRUE(Feed(reader, sink, Masked(0x81, "one") + Masked(0x81, "two")));
  EXPECT_THAT(sink.messages, ElementsAre(Pair(Opcode::kText, "one")));
}

TEST(WebSocketFrame, WritesTheHeadsOfRfc6455) {
  EXPECT_EQ(FrameHead(Opcode::kText, 5), "\x81\x05");
  EXPECT_EQ(FrameHead(Opcode::kBinary, 256), std::string("\x82\x7E\x01\x00", 4));
  EXPECT_EQ(FrameHead(Opcode::kBinary, 65536), std::string("\x82\x7F\x00\x00\x00\x00\x00\x01\x00\x00", 10));
  EXPECT_EQ(CloseFrame(CloseCode::kTooBig), "\x88\x02\x03\xf1");
}

TEST(Utf8, TakesWhatIsWellFormedOnly) {
  for (const std::string_view good : {"", "abc", "\u00e9", "\u20ac", "\U0001F600", "\uD7FF", "\U0010FFFF"})
    EXPECT_TRUE(IsUtf8(good)) << good;
  for (const std::string_view bad :
       {"\xc0\x80", "\xc3", "\xe2\x82", "\xf4\x90\x80\x80", "\xe0\x80\x80", "\xf8\x88\x80\x80\x80", "\x80"})
    EXPECT_FALSE(IsUtf8(bad)) << testing::PrintToString(bad);
}
}  // namespace
}  // namespace vss::websocket
