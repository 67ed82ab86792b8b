#include "ottb/slots/slot_state.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace vss::ottb {
namespace {
// Every state × every trigger, written out: rows are states, columns are triggers, "-" is refused.
constexpr std::string_view kTable = R"(
state       assign   open-sip    registered registration-lost registration-failed call-start answered    hangup   post-call-done release error recovered drp-failed restart     reset
IDLE        ASSIGNED -           -          -                 -                   -          -           -        -              -       FAULT -         -          -           -
ASSIGNED    -        REGISTERING READY      -                 -                   -          -           -        -              IDLE    FAULT -         -          -           IDLE
REGISTERING -        -           READY      -                 FAULT               -          -           -        -              IDLE    FAULT -         -          -           IDLE
READY       -        -           -          REGISTERING       -                   CALLING    -           -        -              IDLE    FAULT -         -          REGISTERING IDLE
CALLING     -        -           -          -                 -                   -          ACTIVE_CALL POSTCALL -              -       FAULT -         -          -           -
ACTIVE_CALL -        -           -          -                 -                   -          -           POSTCALL -              -       FAULT -         -          -           -
POSTCALL    -        -           -          -                 -                   -          -           -        IDLE           -       FAULT -         -          -           IDLE
FAULT       -        -           -          -                 -                   -          -           -        -              -       -     IDLE      DEGRADED   IDLE        IDLE
DEGRADED    -        -           -          -                 -                   -          -           -        -              -       FAULT IDLE      -          IDLE        IDLE
)";

std::vector<std::string> Words(const std::string& line) {
  std::istringstream in(line);
  return {std::istream_iterator<std::string>(in), {}};
}

std::vector<std::vector<std::string>> Rows() {
  std::istringstream in{std::string(kTable)};
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) rows.push_back(Words(line));
  }
  return rows;
}

std::string Outcome(SlotState state, SlotTrigger trigger) {
  const auto next = Next(state, trigger);
  return next ? std::string(ToString(*next)) : "-";
}
}  // namespace

TEST(SlotState, MovesExactlyAsTheTableSaysForEveryStateAndTrigger) {
  const auto rows = Rows();
  const auto& header = rows[0];
  ASSERT_EQ(rows.size(), 1 + 9U);
  ASSERT_EQ(header.size(), 1 + 15U);
  for (std::size_t r = 1; r < rows.size(); ++r) {
    ASSERT_EQ(rows[r].size(), header.size()) << rows[r][0];
    const auto state = ParseSlotState(rows[r][0]);
    ASSERT_TRUE(state) << rows[r][0];
    for (std::size_t c = 1; c < header.size(); ++c) {
      const auto trigger = ParseSlotTrigger(header[c]);
      ASSERT_TRUE(trigger) << header[c];
      EXPECT_EQ(Outcome(*state, *trigger), rows[r][c]) << rows[r][0] << " + " << header[c];
    }
  }
}

TEST(SlotState, NamesTheIllegalMove) {
  const auto next = Next(SlotState::kCalling, SlotTrigger::kRelease);
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().state, SlotState::kCalling);
  EXPECT_EQ(next.error().trigger, SlotTrigger::kRelease);
}

TEST(SlotState, ListsWhatIsLegal) {
  EXPECT_EQ(LegalTriggers(SlotState::kActiveCall), (std::vector{SlotTrigger::kHangup, SlotTrigger::kError}));
  for (int s = 0; s < 9; ++s) {
    for (const SlotTrigger trigger : LegalTriggers(static_cast<SlotState>(s))) {
      EXPECT_TRUE(Next(static_cast<SlotState>(s), trigger)) << s << " " << ToString(trigger);
    }
  }
}

TEST(SlotState, ReadsOnlyItsOwnNames) {
  EXPECT_EQ(ParseSlotState("ACTIVE_CALL"), SlotState::kActiveCall);
  EXPECT_FALSE(ParseSlotState("active_call"));
  EXPECT_FALSE(ParseSlotTrigger(""));
  EXPECT_EQ(ParseSlotCause("DRP"), SlotCause::kDrp);
}
}  // namespace vss::ottb
