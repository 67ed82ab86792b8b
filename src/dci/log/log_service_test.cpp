#include "dci/log/log_service.hpp"

#include <gtest/gtest.h>

#include "base/async/loop.hpp"
#include "dci/testing/memory_store.hpp"

namespace vss::dci {
namespace {

TEST(LogService, KeepsAnEventOnceHoweverOftenTheBusBringsIt) {
  Loop loop;
  FakeClock clock;
  testing::MemoryStore store;
  LogService log(store, clock);
  const std::vector<Event> events = {{.id = "e-1", .event = "slot.update"},
                                     {.id = "e-2", .event = "slot.update"}};
  loop.RunUntilDone(log.Keep(events));
  loop.RunUntilDone(log.Keep(events));
  EXPECT_EQ(store.lines.size(), 2u);
}

TEST(LogService, NotesWhoRecordedALineAndInWhichRequest) {
  Loop loop;
  FakeClock clock;
  testing::MemoryStore store;
  LogService log(store, clock);
  Caller caller;
  caller.principal.username = "operator1";
  caller.request_id = "r-9";
  const StoredLogLine stored = loop.RunUntilDone(log.Record(
      caller,
      {.module = "GACS", .severity = Severity::kError, .message = "script failed", .fields = {{"run", 3}}}));
  EXPECT_EQ(stored.id.value, 1);
  EXPECT_EQ(stored.line.at, clock.Now());
  EXPECT_EQ(stored.line.username, "operator1");
  EXPECT_EQ(stored.line.request_id, "r-9");
  EXPECT_EQ(stored.line.severity, Severity::kError);
  EXPECT_FALSE(stored.line.event_id);
}

TEST(LogService, TellsWhenALineCannotBeStored) {
  Loop loop;
  FakeClock clock;
  testing::MemoryStore store;
  store.away = 1;
  LogService log(store, clock);
  EXPECT_THROW(loop.RunUntilDone(log.Record({}, {.module = "GACS", .message = "x"})), Error);
}
}  // namespace
}  // namespace vss::dci
