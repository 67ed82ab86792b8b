#include "protocols/engineio/packet.hpp"

#include <gmock/gmock.h>

namespace vss::engineio {
namespace {
using ::testing::ElementsAre;
using ::testing::Optional;

TEST(EngineIoPacket, ReadsTypeAndData) {
  const auto message = Decode("4hello");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->type, PacketType::kMessage);
  EXPECT_EQ(message->data, "hello");
  EXPECT_FALSE(message->binary);
  EXPECT_EQ(Decode("2probe")->type, PacketType::kPing);
  EXPECT_EQ(Decode("5")->type, PacketType::kUpgrade);
  EXPECT_EQ(Decode("6")->type, PacketType::kNoop);
}

TEST(EngineIoPacket, KnowsABinaryMessageOfAPayload) {
  const auto binary = Decode("bAQIDBA==");
  ASSERT_TRUE(binary);
  EXPECT_TRUE(binary->binary);
  EXPECT_EQ(binary->data, "AQIDBA==");
  EXPECT_EQ(BinaryInPayload("\x01\x02\x03\x04"), "bAQIDBA==");
}

TEST(EngineIoPacket, RefusesWhatIsNone) {
  EXPECT_FALSE(Decode(""));
  EXPECT_FALSE(Decode("7"));
  EXPECT_FALSE(Decode("x"));
  EXPECT_FALSE(Decode(std::string_view("\0", 1)));
}

// The protocol's own example of a payload.
TEST(EngineIoPayload, TakesApartWhatItPutTogether) {
  const std::string_view body =
      "4hello\x1e"
      "2\x1e"
      "4world";
  EXPECT_THAT(SplitPayload(body, 3), Optional(ElementsAre("4hello", "2", "4world")));
  std::string again;
  for (const std::string_view packet : {"4hello", "2", "4world"}) AppendToPayload(again, packet);
  EXPECT_EQ(again, body);
}

TEST(EngineIoPayload, BoundsTheNumberOfPackets) {
  EXPECT_THAT(SplitPayload("4a\x1e"
                           "4b",
                           2),
              Optional(ElementsAre("4a", "4b")));
  EXPECT_EQ(SplitPayload("4a\x1e"
                         "4b\x1e"
                         "4c",
                         2),
            std::nullopt);
}

TEST(EngineIoOpen, SaysTheTimes) {
  EXPECT_EQ(
      Encode({.sid = "abc",
              .upgrades = true,
              .ping_interval_ms = 25000,
              .ping_timeout_ms = 20000,
              .max_payload = 1000000}),
      R"(0{"sid":"abc","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000})");
}
}  // namespace
}  // namespace vss::engineio
