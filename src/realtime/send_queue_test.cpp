#include "realtime/send_queue.hpp"

#include <gtest/gtest.h>

namespace vss::realtime {
namespace {

std::string Rest(const SendQueue& queue) {
  std::array<std::string_view, 1000> parts;
  const std::size_t count = queue.Gather(parts);
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += parts[i];
  return all;
}

TEST(SendQueue, GivesEachByteOnceHoweverLittleIsTaken) {
  for (const std::size_t piece : {1U, 3U, 7U, 64U, 5000U}) {
    SendQueue queue;
    std::string wanted, got;
    for (int i = 0; i < 300; ++i) {
      const FramePtr frame =
          TextFrame(std::string(static_cast<std::size_t>(i % 40), static_cast<char>('a' + i % 26)));
      wanted += frame->websocket();
      queue.Push(frame);
    }
    EXPECT_EQ(queue.bytes(), wanted.size());
    while (!queue.empty()) {
      std::array<std::string_view, 8> parts;
      const std::size_t count = queue.Gather(parts);
      std::string offered;
      for (std::size_t i = 0; i < count; ++i) offered += parts[i];
      const std::size_t taken = std::min(piece, offered.size());
      got += offered.substr(0, taken);
      queue.Sent(taken);
    }
    EXPECT_EQ(got, wanted);
    EXPECT_EQ(queue.bytes(), 0U);
    EXPECT_EQ(queue.count(), 0U);
  }
}

TEST(SendQueue, SharesTheBytesOfAFrame) {
  const FramePtr frame = TextFrame("42[\"x\"]");
  SendQueue one, two;
  one.Push(frame);
  two.Push(frame);
  EXPECT_EQ(frame->use_count(), 3U);
  std::array<std::string_view, 1> parts;
  one.Gather(parts);
  EXPECT_EQ(parts[0].data(), frame->websocket().data());
  one.Sent(frame->websocket().size());
  two.Clear();
  EXPECT_EQ(frame->use_count(), 1U);
}

TEST(SendQueue, PopsWholeFramesForPolling) {
  SendQueue queue;
  queue.Push(TextFrame("first"));
  queue.Push(BinaryFrame("second"));
  EXPECT_EQ(queue.Pop()->message(), "first");
  EXPECT_EQ(queue.Pop()->opcode(), websocket::Opcode::kBinary);
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(Rest(queue), "");
  EXPECT_EQ(queue.bytes(), 0U);
}
}  // namespace
}  // namespace vss::realtime
