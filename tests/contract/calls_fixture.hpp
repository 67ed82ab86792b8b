#pragma once
#include <gmock/gmock.h>

#include "base/async/task_scope.hpp"
#include "contract/ottb_fixture.hpp"
#include "contract/pbx_double.hpp"
#include "ottb/calls/call_books.hpp"
#include "ottb/calls/call_service.hpp"
#include "ottb/calls/incoming_calls.hpp"

namespace vss::ottb {

inline constexpr const char* kLead = "33333333-3333-4333-8333-333333333333";

/// There is one lead, and nobody has it.
struct OneLead final : LeadDirectory {
  Task<std::optional<LeadOwner>> OwnerOf(std::string lead_id) override {
    co_return lead_id == kLead ? std::optional(LeadOwner{}) : std::nullopt;
  }
  bool Remembers(std::string_view, std::optional<LeadOwner>&) override { return false; }
};

class CallsTest : public OttbTest {
 protected:
  CallsTest() {
    settings.data_dir = folder_.path();
    Observe();
  }
  ~CallsTest() override { Run(scope_.Stop(std::chrono::seconds(5))); }

  struct Telling final : PbxObserver {
    explicit Telling(CallsTest& calls) : c(calls) {}
    void OnRegistered(const Registration& registration) override { c.lines.OnRegistered(registration); }
    void OnReachability(int number, PhoneReachability now) override { c.lines.OnReachability(number, now); }
    void OnUnregistered(int number, std::string reason) override {
      c.lines.OnUnregistered(number, std::move(reason));
    }
    void OnRegistrationFailed(int number, std::string reason) override {
      c.lines.OnRegistrationFailed(number, std::move(reason));
    }
    void OnIncomingCall(const IncomingCall& call) override { c.incoming.OnIncomingCall(call); }
    void OnCallProgress(const CallProgress& progress) override { c.books.OnCallProgress(progress); }
    void OnCallEnded(const CallResult& result) override { c.books.OnCallEnded(result); }
    CallsTest& c;
  };
  void Observe() {
    pbx.SetObserver(telling_);
    lines.Start(scope_);
    books.Start(scope_);
    incoming.Start(scope_);
  }
  /// Waits until the books have all that was told.
  void Settle() {
    EXPECT_TRUE(Run(books.Drain(std::chrono::seconds(10))));
    EXPECT_TRUE(Run(lines.Drain(std::chrono::seconds(10))));
    EXPECT_TRUE(Run(incoming.Drain(std::chrono::seconds(10))));
  }

  Registration RegistrationOf(int number) {
    return {.number = number,
            .contact = fmt::format("sip:{}@127.0.0.1:5099", number),
            .source = "udp:127.0.0.1:5099",
            .call_id = "abc",
            .cseq = 1,
            .user_agent = "softphone",
            .registered_at = clock.Now(),
            .expires_at = clock.Now() + std::chrono::minutes(5)};
  }
  Slot MakeReady(const Trunk& trunk, std::string device) {
    const Slot slot = Run(line_slots.Create(admin, {trunk.id, trunk.type, std::move(device)})).slot;
    telling_.OnRegistered(RegistrationOf(slot.number));
    Settle();
    return Run(line_slots.Get(slot.id));
  }
  Call StartOn(const Slot& slot, std::string number = "+79991234567") {
    return Run(calls.Start(admin, {.slot_id = slot.id, .phone_number = std::move(number)}));
  }
  CallResult Ended(const Call& call, HangupReason reason = HangupReason::kNormal) {
    CallResult result{.id = call.id, .reason = reason, .sip_status = 200, .ended_at = clock.Now()};
    result.legs.push_back({.role = LegRole::kNumber,
                           .uri = "sip:x@y",
                           .invited_at = call.started_at,
                           .sip_status = 200,
                           .q850 = 16});
    return result;
  }
  std::int64_t Cdrs() { return Number("SELECT COUNT(*) FROM cdr"); }
  SlotState StateOf(SlotId id) { return Run(line_slots.Get(id)).state; }
  std::vector<std::string> TakeEventNames() {
    std::vector<std::string> names;
    for (const Event& event : TakeEvents()) names.push_back(event.event + " " + event.f_flow.value_or("-"));
    return names;
  }
  ErrorCode Refused(const Caller& caller, StartCall wanted) {
    const Error refusal = RefusalOf(calls.Start(caller, std::move(wanted)));
    EXPECT_THAT(pbx.orders, testing::IsEmpty());
    if (refusal.code() != ErrorCode::kInvalidParams) {
      EXPECT_EQ(LastAudit().action, "calls.start");
      EXPECT_EQ(LastAudit().detail.at("code"), json::value(Describe(refusal.code()).name));
    }
    return refusal.code();
  }

  test::TempFolder folder_;
  test::PbxDouble pbx;
  OneLead leads;
  TaskScope scope_{loop(), "test"};
  LineKeeper lines{loop(), store, clock, pbx};
  CallBooks books{loop(), store, clock, lines, settings};
  IncomingCalls incoming{loop(), store, clock};
  SlotService line_slots{store, clock, random, settings, lines};
  SlotLifecycle line_lifecycle{store, clock, settings, lines};
  CallService calls{store, clock, pbx, books, leads, settings};
  Telling telling_{*this};
};
}  // namespace vss::ottb
