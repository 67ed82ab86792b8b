#include "adapters/bus_memory/topic.hpp"

#include <gtest/gtest.h>

namespace vss::bus_memory {
namespace {
struct Case {
  std::string_view pattern, key;
  bool matches;
};

TEST(Topic, MatchesAsATopicExchangeDoes) {
  const Case cases[] = {
      {"slot.update", "slot.update", true},
      {"slot.update", "slot.updated", false},
      {"slot.update", "slot", false},
      {"slot", "slot.update", false},
      {"slot.*", "slot.update", true},
      {"slot.*", "slot", false},
      {"slot.*", "slot.update.now", false},
      {"*.update", "slot.update", true},
      {"*.update", "campaign.status", false},
      {"*", "slot", true},
      {"*", "slot.update", false},
      {"*", "", false},
      {"#", "", true},
      {"#", "slot", true},
      {"#", "autodial.lead.update", true},
      {"slot.#", "slot", true},
      {"slot.#", "slot.update.now", true},
      {"slot.#", "slots.update", false},
      {"#.update", "update", true},
      {"#.update", "autodial.lead.update", true},
      {"#.update", "autodial.lead.updates", false},
      {"autodial.#.update", "autodial.update", true},
      {"autodial.#.update", "autodial.lead.update", true},
      {"autodial.#.update", "autodial.update.lead.update", true},
      {"autodial.#.update", "autodial.update.lead", false},
      {"#.*", "", false},
      {"#.*", "a", true},
      {"*.#.*", "a", false},
      {"*.#.*", "a.b", true},
      {"#.a.#.b", "a.a.b.c.b", true},
      {"#.a.#.b", "b.a", false},
      {"#.#", "", true},
      {"", "", true},
      {"", "a", false},
      {"a..b", "a..b", true},
      {"a.*.b", "a..b", true},
  };
  for (const Case& c : cases)
    EXPECT_EQ(TopicMatches(c.pattern, c.key), c.matches) << c.pattern << " on " << c.key;
}

TEST(Topic, ManyWildcardsStayCheap) {
  std::string pattern, key;
  for (int i = 0; i < 60; ++i) pattern += "#.a.", key += "a.";
  EXPECT_FALSE(TopicMatches(pattern + "b", key + "c"));
}
}  // namespace
}  // namespace vss::bus_memory
