#include "protocols/socketio/packet.hpp"

#include <gtest/gtest.h>

namespace vss::socketio {
namespace {

// The examples of the protocol's own document.
TEST(SocketIoPacket, ReadsTheExamplesOfTheProtocol) {
  const auto event = Decode(R"(2["foo"])");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->type, PacketType::kEvent);
  EXPECT_EQ(event->space, "/");
  EXPECT_FALSE(event->ack_id);
  EXPECT_EQ(event->json, R"(["foo"])");

  const auto acked = Decode(R"(2/admin,12["foo"])");
  ASSERT_TRUE(acked);
  EXPECT_EQ(acked->space, "/admin");
  EXPECT_EQ(acked->ack_id, 12U);

  const auto binary = Decode(R"(51-/admin,456["project:delete",{"_placeholder":true,"num":0}])");
  ASSERT_TRUE(binary);
  EXPECT_EQ(binary->type, PacketType::kBinaryEvent);
  EXPECT_EQ(binary->attachments, 1U);
  EXPECT_EQ(binary->ack_id, 456U);

  EXPECT_EQ(Decode("0")->type, PacketType::kConnect);
  EXPECT_EQ(Decode(R"(0/admin,{"token":"x"})")->json, R"({"token":"x"})");
  EXPECT_EQ(Decode("1/admin,")->type, PacketType::kDisconnect);
  EXPECT_EQ(Decode("3456[]")->ack_id, 456U);
}

TEST(SocketIoPacket, NamesWhatIsWrong) {
  const std::pair<std::string_view, Problem> cases[] = {
      {"", Problem::kType},
      {"7", Problem::kType},
      {"5[\"x\"]", Problem::kAttachments},
      {"517-[\"x\"]", Problem::kAttachments},
      {"5-[\"x\"]", Problem::kAttachments},
      {"599999999999999999999999-[]", Problem::kAttachments},
      {"29007199254740992[]", Problem::kAckId},
      {"299999999999999999999999999[]", Problem::kAckId},
      {"3[]", Problem::kAckId},
      {"2", Problem::kPayload},
      {"2{}", Problem::kPayload},
      {"2\"x\"", Problem::kPayload},
      {"0[]", Problem::kPayload},
      {"07{}", Problem::kPayload},
      {"1[]", Problem::kPayload},
  };
  for (const auto& [text, problem] : cases) {
    const auto packet = Decode(text);
    ASSERT_FALSE(packet) << text;
    EXPECT_EQ(packet.error(), problem) << text;
  }
  EXPECT_EQ(Decode("0/" + std::string(200, 'a') + ",").error(), Problem::kNamespace);
}

TEST(SocketIoPacket, WritesWhatItReads) {
  for (const std::string_view text :
       {R"(2["foo"])", R"(2/admin,12["foo"])", R"(51-/a,4["x",{"_placeholder":true,"num":0}])", "0",
        R"(0{"sid":"x"})", "1", R"(44/x,{"message":"no"})", "39007199254740991[]"}) {
    const auto packet = Decode(text.front() == '4' ? text.substr(1) : text);
    ASSERT_TRUE(packet) << text;
    EXPECT_EQ(Encode(*packet, text.front() == '4' ? "4" : ""), text);
  }
}
}  // namespace
}  // namespace vss::socketio
