#include "dci/log/log_inbox.hpp"

#include <gtest/gtest.h>

namespace vss::dci {
namespace {
LogLine Line(std::string message) { return {.module = "TEST", .message = std::move(message)}; }

TEST(LogInbox, GivesLinesInTheirOrder) {
  LogInbox inbox({.lines = 10}, 100, [] {});
  for (const char* text : {"a", "b", "c"}) inbox.Push(Line(text));
  const auto first = inbox.Take(2), rest = inbox.Take(2);
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[1].message, "b");
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].message, "c");
}

TEST(LogInbox, DropsAndCountsWhatDoesNotFitInLinesOrBytes) {
  LogInbox few({.lines = 2}, 100, [] {});
  for (int i = 0; i < 5; ++i) few.Push(Line("x"));
  EXPECT_EQ(few.size(), 2u);
  EXPECT_EQ(few.TakeDropped(), 3u);
  EXPECT_EQ(few.TakeDropped(), 0u);
  EXPECT_EQ(few.dropped_total(), 3u);

  LogInbox small({.lines = 100, .bytes = 1000}, 100, [] {});
  small.Push(Line(std::string(800, 'x')));
  small.Push(Line(std::string(800, 'x')));
  EXPECT_EQ(small.size(), 1u);
  small.Take(1);
  small.Push(Line(std::string(800, 'x')));
  EXPECT_EQ(small.size(), 1u) << "taking a line makes room again";
}

TEST(LogInbox, TellsOnceThatABatchHasComeTogether) {
  int told = 0;
  LogInbox inbox({}, 3, [&] { ++told; });
  for (int i = 0; i < 8; ++i) inbox.Push(Line("x"));
  EXPECT_EQ(told, 1);
  inbox.Take(8);
  for (int i = 0; i < 3; ++i) inbox.Push(Line("x"));
  EXPECT_EQ(told, 2);
}

TEST(LogInbox, TakesLinesOfManyThreads) {
  LogInbox inbox({.lines = 1000}, 100, [] {});
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 300; ++i) inbox.Push(Line("x"));
      });
    }
  }
  EXPECT_EQ(inbox.size(), 1000u);
  EXPECT_EQ(inbox.dropped_total(), 200u);
}
}  // namespace
}  // namespace vss::dci
