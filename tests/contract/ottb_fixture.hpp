#pragma once
#include <gtest/gtest.h>

#include "adapters/storage_sql/ottb_store.hpp"
#include "adapters/storage_sql/outbox.hpp"
#include "base/async/loop.hpp"
#include "base/error.hpp"
#include "ottb/slots/slot_lifecycle.hpp"
#include "ottb/slots/slot_service.hpp"
#include "ottb/trunks/trunk_service.hpp"
#include "support/test_database.hpp"

namespace vss::ottb {

inline Caller CallerWith(std::string user_id, std::string username, std::string_view permissions) {
  return {.principal = {.user_id = std::move(user_id),
                        .username = std::move(username),
                        .permissions =
                            std::make_shared<PermissionSet>(PermissionSet::Parse(ParseJson(permissions))),
                        .scopes = ScopeSet::Everything()},
          .address = "127.0.0.1",
          .request_id = "r-1"};
}

/// A registrar that nobody asks.
struct NoLines final : LineWatcher {
  void OnLineAdded(const LineAccount&) override {}
  void OnLineCredentials(const LineAccount&) override {}
  void OnLineRemoved(int) override {}
  void OnLineMoved(int) override {}
  void OnLineRestart(int) override {}
};

/// OTTB's services over the real store, once on each engine.
class OttbTest : public test::EngineTest {
 protected:
  template <class T>
  T Run(Task<T> task) {
    return loop_.RunUntilDone(std::move(task));
  }
  /// The error that `task` ends with; fails the test when it ends well.
  template <class T>
  Error RefusalOf(Task<T> task) {
    try {
      Run(std::move(task));
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "nothing was refused";
    return InternalError("nothing was refused");
  }

  Trunk MakeTrunk(std::string name, TrunkType type = TrunkType::kAuto, std::int64_t capacity = 10) {
    return Run(trunks.Create(admin, {.name = std::move(name), .type = type, .capacity = capacity}));
  }
  Slot MakeSlot(const Trunk& trunk, std::string device) {
    return Run(slots.Create(admin, {trunk.id, trunk.type, std::move(device)})).slot;
  }
  /// Tells the line's events to a slot, one after the other.
  Slot Drive(SlotId id, std::initializer_list<SlotTrigger> triggers) {
    std::optional<Slot> slot;
    for (const SlotTrigger trigger : triggers)
      slot = Run(lifecycle.Apply(id, trigger, SlotCause::kSip, "test"));
    return *slot;
  }

  /// Takes what was published since the last call.
  std::vector<Event> TakeEvents() {
    sql::OutboxReader outbox(database());
    std::vector<Event> events = Run(outbox.Next(1000));
    std::vector<std::string> ids;
    for (const Event& event : events) ids.push_back(event.id);
    Run(outbox.Done(ids));
    return events;
  }
  struct AuditLine {
    std::string action, target;
    json::value detail;
  };
  AuditLine LastAudit() {
    return Run(database().Read([](sql::Session& session) {
      const auto row = session.QueryOne("SELECT action, target, detail FROM audit ORDER BY id DESC LIMIT 1");
      return AuditLine{row->Text(0), row->Text(1), ParseTrustedJson(row->Text(2))};
    }));
  }

  FakeClock clock;
  SystemRandom random;
  sql::JournalContext context{clock, random, Secret("a key for the audit chain of tests")};
  const Secret do_not_call_key{"a key for the do-not-call list of tests"};
  sql::OttbStore store{database(), context, do_not_call_key};
  Settings settings{.sip_domain = "vss.test", .number_rest = std::chrono::hours(1)};
  NoLines no_lines;
  TrunkService trunks{store, clock, no_lines};
  SlotService slots{store, clock, random, settings, no_lines};
  SlotLifecycle lifecycle{store, clock, settings, no_lines};

  static constexpr const char* kOlga = "11111111-1111-4111-8111-111111111111";
  static constexpr const char* kPetr = "22222222-2222-4222-8222-222222222222";
  const Caller admin = CallerWith("00000000-0000-4000-8000-000000000000", "admin", R"({"all": true})");
  const Caller olga = CallerWith(kOlga, "olga", R"({"slots": ["read", "use"]})");

 private:
  Loop& loop_ = loop();
};
}  // namespace vss::ottb
