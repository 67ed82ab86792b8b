#include "contract/ottb_fixture.hpp"
#include "ottb/slots/slot_json.hpp"
#include "ottb/slots/slot_names.hpp"
#include "ottb/slots/slot_provisioning.hpp"

namespace vss::ottb {
namespace {
using enum SlotTrigger;

class Slots : public OttbTest {
 protected:
  std::optional<SipCredential> CredentialOf(std::string username) {
    return Run(store.Read([&](Transaction& tx) { return tx.credentials().Find(username); }));
  }
  Caller Phone() const { return {.address = "192.0.2.7", .request_id = "r-2"}; }
  PhoneAccount Redeem(const std::string& token) {
    return Run(provisioning.Redeem(Phone(), token, "Phone/1"));
  }
  ErrorCode RefusalOfToken(const std::string& token) {
    return RefusalOf(provisioning.Redeem(Phone(), token, "Phone/1")).code();
  }
  SlotProvisioning provisioning{store, clock, random, settings, no_lines};

  std::vector<std::string> HistoryOf(SlotId id) {
    std::vector<std::string> lines;
    for (const Transition& t : Run(lifecycle.History(admin, id, {.descending = false})).items) {
      lines.push_back(fmt::format("{} {} {} {}", ToString(t.from), ToString(t.trigger), ToString(t.to),
                                  ToString(t.cause)));
    }
    return lines;
  }
};
VSS_ON_EACH_ENGINE(Slots);
}  // namespace

TEST_P(Slots, StartInTheSharedPoolWithTheFirstNumberOfTheirType) {
  const Slot slot = MakeSlot(MakeTrunk("A", TrunkType::kMf), "device_001");
  const Slot read = Run(slots.Get(slot.id));
  EXPECT_EQ(read.number, 7001);
  EXPECT_EQ(read.type, TrunkType::kMf);
  EXPECT_EQ(read.device_id, "device_001");
  EXPECT_EQ(read.state, SlotState::kAssigned);
  EXPECT_EQ(read.binding, Binding::Pool());
  EXPECT_EQ(HistoryOf(slot.id), (std::vector<std::string>{"IDLE assign ASSIGNED HUB"}));
}

TEST_P(Slots, GetTheirPasswordOnceAndLeaveOnlyItsDigests) {
  const Trunk trunk = MakeTrunk("A");
  const CreatedSlot created = Run(slots.Create(admin, {trunk.id, TrunkType::kAuto, "d1"}));
  const std::string password = created.sip.password.Reveal();
  EXPECT_EQ(password.size(), 20U);
  EXPECT_EQ(created.sip.username, "6001");
  EXPECT_EQ(created.sip.domain, "vss.test");
  const auto stored = CredentialOf("6001");
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->ha1_md5.Reveal(),
            MakeSipCredential("6001", "vss.test", Secret(password)).ha1_md5.Reveal());
  for (const Event& event : TakeEvents()) {
    const std::string text = ToText(event.data);
    EXPECT_EQ(text.find(password), std::string::npos);
    EXPECT_EQ(text.find(stored->ha1_sha256.Reveal()), std::string::npos);
  }
  EXPECT_EQ(ToText(LastAudit().detail).find(password), std::string::npos);
}

TEST_P(Slots, SetUpTheirPhoneByAnAddressThatWorksOnce) {
  const Slot slot = MakeSlot(MakeTrunk("A", TrunkType::kMf), "d1");
  const auto before = CredentialOf("7001");
  const ProvisioningOffer offer = Run(provisioning.Offer(admin, slot.id));
  EXPECT_EQ(offer.expires_at, clock.Now() + std::chrono::minutes(15));
  EXPECT_EQ(LastAudit().action, "slots.provisioning");
  EXPECT_EQ(CredentialOf("7001")->ha1_md5.Reveal(), before->ha1_md5.Reveal())
      << "nothing changes until it is fetched";
  TakeEvents();
  const PhoneAccount account = Redeem(offer.token);
  EXPECT_EQ(account.username, "7001");
  EXPECT_EQ(account.domain, "vss.test");
  EXPECT_EQ(CredentialOf("7001")->ha1_sha256.Reveal(),
            MakeSipCredential("7001", "vss.test", account.password).ha1_sha256.Reveal());
  EXPECT_EQ(RefusalOfToken(offer.token), ErrorCode::kNotFound) << "used";
  EXPECT_EQ(RefusalOfToken("never was"), ErrorCode::kNotFound);
  const AuditLine audit = LastAudit();
  EXPECT_EQ(audit.action, "slots.provisioned");
  EXPECT_EQ(audit.target, Name(slot.id));
  EXPECT_EQ(audit.detail.at("offered_by").as_string(), "admin");
  EXPECT_EQ(audit.detail.at("user_agent").as_string(), "Phone/1");
  std::string said = ToText(audit.detail);
  for (const Event& event : TakeEvents()) said += ToText(event.data);
  EXPECT_EQ(said.find(account.password.Reveal()), std::string::npos);
  EXPECT_EQ(said.find(offer.token), std::string::npos);
}

TEST_P(Slots, HaveOneAddressForTheirPhoneAndNotForLong) {
  const Slot slot = MakeSlot(MakeTrunk("A", TrunkType::kLs), "d1");
  const ProvisioningOffer first = Run(provisioning.Offer(admin, slot.id));
  const ProvisioningOffer second = Run(provisioning.Offer(admin, slot.id));
  EXPECT_EQ(RefusalOfToken(first.token), ErrorCode::kNotFound) << "replaced";
  clock.Advance(std::chrono::minutes(15));
  EXPECT_EQ(RefusalOfToken(second.token), ErrorCode::kNotFound) << "too old";
  const ProvisioningOffer third = Run(provisioning.Offer(admin, slot.id));
  Run(slots.Delete(admin, slot.id));
  EXPECT_EQ(RefusalOfToken(third.token), ErrorCode::kNotFound) << "its slot is gone";
  EXPECT_EQ(RefusalOf(provisioning.Offer(admin, slot.id)).code(), ErrorCode::kNotFound);
  EXPECT_EQ(RefusalOf(provisioning.Offer(admin, MakeSlot(MakeTrunk("B"), "d2").id)).code(),
            ErrorCode::kConflict);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM slot_provisioning"), 0);
}

TEST_P(Slots, RotateTheirCredentials) {
  const Slot slot = MakeSlot(MakeTrunk("A"), "d1");
  const auto before = CredentialOf("6001");
  const SipAccess access = Run(slots.RotateCredentials(admin, slot.id));
  const auto after = CredentialOf("6001");
  EXPECT_NE(before->ha1_md5.Reveal(), after->ha1_md5.Reveal());
  EXPECT_EQ(after->ha1_sha256.Reveal(),
            MakeSipCredential("6001", "vss.test", access.password).ha1_sha256.Reveal());
  EXPECT_EQ(LastAudit().action, "slots.credentials");
}

TEST_P(Slots, FillTheirTrunkAndNoMore) {
  const Trunk trunk = MakeTrunk("A", TrunkType::kAuto, 1);
  MakeSlot(trunk, "d1");
  const Error refusal = RefusalOf(slots.Create(admin, {trunk.id, TrunkType::kAuto, "d2"}));
  EXPECT_EQ(refusal.code(), ErrorCode::kCapacityExceeded);
  EXPECT_EQ(refusal.details(), json::object({{"capacity", 1}, {"slots_used", 1}}));
}

TEST_P(Slots, AreOfTheTypeOfAnExistingTrunk) {
  const Trunk trunk = MakeTrunk("A");
  EXPECT_TRUE(RefusalOf(slots.Create(admin, {trunk.id, TrunkType::kLs, "d1"})).details().contains("type"));
  EXPECT_TRUE(
      RefusalOf(slots.Create(admin, {TrunkId{99}, TrunkType::kLs, "d1"})).details().contains("trunk_id"));
}

TEST_P(Slots, HaveADeviceOfTheirOwnWithinTheTrunk) {
  const Trunk a = MakeTrunk("A"), b = MakeTrunk("B");
  MakeSlot(a, "d1");
  const Slot second = MakeSlot(a, "d2");
  EXPECT_EQ(MakeSlot(b, "d1").number, 6003);
  EXPECT_EQ(RefusalOf(slots.Create(admin, {a.id, TrunkType::kAuto, "d1"})).code(), ErrorCode::kConflict);
  EXPECT_EQ(RefusalOf(slots.Update(admin, second.id, {.device_id = "d1"})).code(), ErrorCode::kConflict);
  EXPECT_EQ(Run(slots.Update(admin, second.id, {.device_id = "d3"})).device_id, "d3");
  EXPECT_EQ(LastAudit().detail, json::value({{"device_id", {{"from", "d2"}, {"to", "d3"}}}}));
}

TEST_P(Slots, LetTheirNumberRestBeforeTheNextOwner) {
  const Trunk trunk = MakeTrunk("A");
  Run(slots.Delete(admin, MakeSlot(trunk, "d1").id));
  EXPECT_EQ(MakeSlot(trunk, "d2").number, 6002);
  clock.Advance(settings.number_rest);
  EXPECT_EQ(MakeSlot(trunk, "d3").number, 6001);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM released_numbers"), 0);
}

TEST_P(Slots, SayWhenTheNextNumberBecomesFree) {
  const Trunk trunk = MakeTrunk("A", TrunkType::kLs, 999);
  Write(
      "INSERT INTO released_numbers (number, released_at) "
      "WITH RECURSIVE n(i) AS (SELECT 8001 UNION ALL SELECT i + 1 FROM n WHERE i < 8999) "
      "SELECT i, 1760000000000 + i FROM n");
  const Error refusal = RefusalOf(slots.Create(admin, {trunk.id, TrunkType::kLs, "d1"}));
  EXPECT_EQ(refusal.code(), ErrorCode::kCapacityExceeded);
  EXPECT_EQ(refusal.details().at("next_free_at"),
            json::value(FormatRfc3339(Instant{std::chrono::milliseconds(1760000000000 + 8001)} +
                                      std::chrono::hours(1))));
  EXPECT_EQ(Run(slots.List({}, {})).total, 0);
}

TEST_P(Slots, AreFilteredByTrunkTypeStateAndUser) {
  const Trunk a = MakeTrunk("A"), b = MakeTrunk("B", TrunkType::kMf);
  const Slot one = MakeSlot(a, "d1"), two = MakeSlot(a, "d2"), three = MakeSlot(b, "d1");
  Run(lifecycle.Assign(olga, two.id, Binding::User(kOlga)));
  Drive(three.id, {kOpenSip});
  const auto ids = [&](SlotFilter filter) {
    std::vector<std::int64_t> out;
    for (const Slot& slot : Run(slots.List(filter, {})).items) out.push_back(slot.id.value);
    return out;
  };
  EXPECT_EQ(ids({.trunk_id = a.id}), (std::vector{one.id.value, two.id.value}));
  EXPECT_EQ(ids({.type = TrunkType::kMf}), std::vector{three.id.value});
  EXPECT_EQ(ids({.state = SlotState::kRegistering}), std::vector{three.id.value});
  EXPECT_EQ(ids({.assigned_user = kOlga}), std::vector{two.id.value});
  EXPECT_EQ(ids({.assigned_user = kPetr}), std::vector<std::int64_t>());
}

TEST_P(Slots, StayWhileInACall) {
  const Slot slot = MakeSlot(MakeTrunk("A"), "d1");
  Drive(slot.id, {kOpenSip, kRegistered, kCallStart, kAnswered});
  EXPECT_EQ(RefusalOf(slots.Delete(admin, slot.id)).code(), ErrorCode::kSlotBusy);
  Drive(slot.id, {kHangup});
  EXPECT_EQ(Run(slots.Delete(admin, slot.id)).id, slot.id);
  EXPECT_EQ(RefusalOf(lifecycle.History(admin, slot.id, {})).code(), ErrorCode::kNotFound);
}

TEST_P(Slots, ComeBackToTheirKeeperAfterACall) {
  const Slot slot = MakeSlot(MakeTrunk("A"), "d1");
  const Slot after =
      Drive(slot.id, {kOpenSip, kRegistered, kCallStart, kAnswered, kHangup, kPostCallDone, kRegistered});
  EXPECT_EQ(after.state, SlotState::kReady);
  EXPECT_EQ(after.binding, Binding::Pool());
  const std::vector<std::string> lines = HistoryOf(slot.id);
  ASSERT_EQ(lines.size(), 9U);
  EXPECT_EQ(lines[6], "POSTCALL post-call-done IDLE SIP");
  EXPECT_EQ(lines[7], "IDLE assign ASSIGNED HUB");
  EXPECT_EQ(lines[8], "ASSIGNED registered READY SIP");
}

TEST_P(Slots, AreTakenFromThePoolAndGivenBack) {
  const Slot slot = MakeSlot(MakeTrunk("A"), "d1");
  const Slot mine = Run(lifecycle.Assign(olga, slot.id, Binding::User(kOlga)));
  EXPECT_EQ(mine.state, SlotState::kAssigned);
  EXPECT_EQ(ToJson(mine, clock.Now()).at("assigned_user"), json::value(kOlga));
  EXPECT_EQ(LastAudit().action, "slots.assign");
  const Slot idle = Run(lifecycle.Release(olga, slot.id));
  EXPECT_EQ(idle.state, SlotState::kIdle);
  EXPECT_EQ(idle.binding, Binding::None());
  EXPECT_EQ(HistoryOf(slot.id),
            (std::vector<std::string>{"IDLE assign ASSIGNED HUB", "ASSIGNED release IDLE USER",
                                      "IDLE assign ASSIGNED USER", "ASSIGNED release IDLE USER"}));
}

TEST_P(Slots, ServeOneAtATime) {
  const Slot slot = MakeSlot(MakeTrunk("A"), "d1");
  Run(lifecycle.Assign(olga, slot.id, Binding::User(kOlga)));
  const Error refusal = RefusalOf(lifecycle.Assign(admin, slot.id, Binding::Campaign(kPetr)));
  EXPECT_EQ(refusal.code(), ErrorCode::kIllegalTransition);
  EXPECT_EQ(refusal.details().at("state"), json::value("ASSIGNED"));
  EXPECT_EQ(refusal.details().at("trigger"), json::value("assign"));
  EXPECT_EQ(refusal.details().at("legal"),
            json::value({"open-sip", "registered", "release", "error", "reset"}));
  EXPECT_EQ(Run(slots.Get(slot.id)).binding, Binding::User(kOlga));
}

TEST_P(Slots, AreNeitherAssignedNorReleasedInACall) {
  const Slot slot = MakeSlot(MakeTrunk("A"), "d1");
  Drive(slot.id, {kOpenSip, kRegistered, kCallStart});
  EXPECT_EQ(RefusalOf(lifecycle.Assign(admin, slot.id, Binding::User(kOlga))).details().at("trigger"),
            "assign");
  EXPECT_EQ(RefusalOf(lifecycle.Release(admin, slot.id)).code(), ErrorCode::kIllegalTransition);
  EXPECT_EQ(RefusalOf(lifecycle.Reset(admin, slot.id)).code(), ErrorCode::kIllegalTransition);
  EXPECT_EQ(Run(slots.Get(slot.id)).binding, Binding::Pool());
}

TEST_P(Slots, OfADeletedUserServeNobodyAtOnceOrAfterTheCall) {
  const Trunk trunk = MakeTrunk("A");
  const Slot idle = MakeSlot(trunk, "d1"), busy = MakeSlot(trunk, "d2"), other = MakeSlot(trunk, "d3");
  for (const Slot& slot : {idle, busy}) Run(lifecycle.Assign(olga, slot.id, Binding::User(kOlga)));
  Drive(busy.id, {kOpenSip, kRegistered, kCallStart, kAnswered});
  Run(lifecycle.ReleaseAllOf(kOlga));
  Run(lifecycle.ReleaseAllOf(kOlga));  // told twice
  EXPECT_EQ(Run(slots.Get(idle.id)).state, SlotState::kIdle);
  EXPECT_EQ(Run(slots.Get(idle.id)).binding, Binding::None());
  EXPECT_EQ(HistoryOf(idle.id).back(), "ASSIGNED release IDLE HUB");
  EXPECT_EQ(Run(slots.Get(busy.id)).binding, Binding::None());
  EXPECT_EQ(Drive(busy.id, {kHangup, kPostCallDone}).state, SlotState::kIdle);
  EXPECT_EQ(Run(slots.Get(other.id)).binding, Binding::Pool());
}

TEST_P(Slots, OfOthersAreOutOfReachWithoutSlotsAdmin) {
  const Slot slot = MakeSlot(MakeTrunk("A"), "d1");
  EXPECT_EQ(RefusalOf(lifecycle.Assign(olga, slot.id, Binding::User(kPetr))).code(),
            ErrorCode::kPermissionDenied);
  Run(lifecycle.Assign(admin, slot.id, Binding::User(kPetr)));
  EXPECT_EQ(RefusalOf(lifecycle.Release(olga, slot.id)).code(), ErrorCode::kPermissionDenied);
  EXPECT_EQ(Run(lifecycle.Release(admin, slot.id)).state, SlotState::kIdle);
}

TEST_P(Slots, ReturnFromAFaultByRestartOrReset) {
  const Trunk trunk = MakeTrunk("A");
  const Slot restarted = MakeSlot(trunk, "d1"), reset = MakeSlot(trunk, "d2"), mended = MakeSlot(trunk, "d3");
  for (const SlotId id : {restarted.id, reset.id, mended.id}) Drive(id, {kError});
  EXPECT_EQ(Run(lifecycle.Restart(admin, restarted.id)).state, SlotState::kAssigned);
  const Slot idle = Run(lifecycle.Reset(admin, reset.id));
  EXPECT_EQ(idle.state, SlotState::kIdle);
  EXPECT_EQ(idle.binding, Binding::None());
  EXPECT_EQ(Drive(mended.id, {kDrpFailed}).state, SlotState::kDegraded);
  EXPECT_EQ(Drive(mended.id, {kRecovered}).state, SlotState::kAssigned);
}

TEST_P(Slots, RegisterAnewOnRestart) {
  const Slot slot = MakeSlot(MakeTrunk("A"), "d1");
  EXPECT_EQ(RefusalOf(lifecycle.Restart(admin, slot.id)).code(), ErrorCode::kIllegalTransition);
  Drive(slot.id, {kOpenSip, kRegistered});
  EXPECT_EQ(Run(lifecycle.Restart(admin, slot.id)).state, SlotState::kRegistering);
}

TEST_P(Slots, AnnounceEachTransition) {
  const Slot slot = MakeSlot(MakeTrunk("A"), "d1");
  TakeEvents();
  clock.Advance(std::chrono::seconds(3));
  Drive(slot.id, {kOpenSip});
  const auto events = TakeEvents();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].event, "slot.update");
  EXPECT_EQ(events[0].f_flow, "F-05");
  json::object data = events[0].data;
  EXPECT_EQ(data.at("change"), json::value("state"));
  data.erase("change");
  EXPECT_EQ(data, ToJson(Run(slots.Get(slot.id)), clock.Now()));
  EXPECT_EQ(data.at("state_since"), json::value(FormatRfc3339(clock.Now())));
}

TEST_P(Slots, LeaveNothingBehindAnIllegalMove) {
  const Slot slot = MakeSlot(MakeTrunk("A"), "d1");
  TakeEvents();
  EXPECT_EQ(RefusalOf(lifecycle.Apply(slot.id, kAnswered, SlotCause::kSip, "test")).code(),
            ErrorCode::kIllegalTransition);
  EXPECT_TRUE(TakeEvents().empty());
  EXPECT_EQ(HistoryOf(slot.id).size(), 1U);
}

TEST_P(Slots, ShowTheirHistoryInPagesAndForgetWhatIsOld) {
  const Slot slot = MakeSlot(MakeTrunk("A"), "d1");
  clock.Advance(settings.history_keep);
  Drive(slot.id, {kOpenSip, kRegistered});
  const Page<Transition> newest = Run(lifecycle.History(admin, slot.id, {.limit = 1, .descending = true}));
  EXPECT_EQ(newest.total, 3);
  EXPECT_EQ(newest.items.at(0).to, SlotState::kReady);
  EXPECT_FALSE(newest.next.empty());
  EXPECT_EQ(Run(lifecycle.PruneHistory()), 0);
  clock.Advance(std::chrono::milliseconds(1));
  EXPECT_EQ(Run(lifecycle.PruneHistory()), 1);
}
}  // namespace vss::ottb
