#include "workspace/crm/persons/erasure.hpp"

#include <gtest/gtest.h>

namespace vss::crm {
namespace {
TEST(Erasure, IsTheSameAfterARestart) {
  const Erasure erasure{.id = "e",
                        .stage = Erasure::Stage::kWatched,
                        .marks = {.phones = {"+79161234567", "+74951234567"}, .emails = {"anna@example.com"}},
                        .words = {"79161234567", "a \"c_7\""},
                        .recording_files = {"2026/01/a.wav"},
                        .from_line = 17,
                        .looks_left = 2,
                        .due = Instant(std::chrono::milliseconds(12345)),
                        .begun = {.user_id = "u", .username = "admin", .address = "::1", .request_id = "r"}};
  const Erasure same = ParseErasure("e", ParseJson(ToText(ToJson(erasure))).as_object());
  EXPECT_EQ(ToText(ToJson(same)), ToText(ToJson(erasure)));
  EXPECT_EQ(same.marks.phones, erasure.marks.phones);
  EXPECT_EQ(same.due, erasure.due);
  EXPECT_EQ(same.stage, Erasure::Stage::kWatched);
  EXPECT_EQ(same.begun.user_id, "u");
}
}  // namespace
}  // namespace vss::crm
