// The CRM's tables and services over the real store, once on each engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/storage_sql/crm_store.hpp"
#include "adapters/storage_sql/outbox.hpp"
#include "base/error.hpp"
#include "support/test_database.hpp"
#include "workspace/crm/clients/client_service.hpp"
#include "workspace/crm/drafts/draft_service.hpp"
#include "workspace/crm/import/import_batch.hpp"
#include "workspace/crm/leads/lead_merging.hpp"
#include "workspace/crm/leads/lead_service.hpp"
#include "workspace/crm/notes/note_service.hpp"

namespace vss::crm {
namespace {
using testing::ElementsAre;
using testing::IsEmpty;

class Crm : public test::EngineTest {
 protected:
  static constexpr const char* kOlga = "11111111-1111-4111-8111-111111111111";
  static constexpr const char* kPetr = "22222222-2222-4222-8222-222222222222";

  Crm() {
    for (const char* id : {kOlga, kPetr}) {
      Write(fmt::format(
          "INSERT INTO users (id, username, role, password, active, password_changed_at, created_at, "
          "updated_at) VALUES ('{0}', 'u{0}', 'seller', 'x', 1, 0, 0, 0)",
          id));
    }
  }

  template <class T>
  T Run(Task<T> task) {
    return loop().RunUntilDone(std::move(task));
  }
  template <class T>
  ErrorCode CodeOf(Task<T> task) {
    try {
      Run(std::move(task));
    } catch (const Error& error) {
      return error.code();
    }
    ADD_FAILURE() << "nothing was refused";
    return ErrorCode::kInternal;
  }

  static Caller CallerOf(std::string id, std::string role) {
    return {.principal = {.user_id = std::move(id),
                          .username = role,
                          .role = role,
                          .scopes = role == "admin" ? ScopeSet::Everything() : ScopeSet()}};
  }
  /// Reads what a lead shows in its timeline of everything that there can be.
  static Caller With(Caller caller, std::string_view permissions) {
    caller.principal.permissions =
        std::make_shared<PermissionSet>(PermissionSet::Parse(ParseJson(permissions)));
    return caller;
  }

  Lead Make(std::string name, std::string phone, std::optional<std::string> seller = std::nullopt,
            LeadStatus status = LeadStatus::kNew) {
    clock.Advance(std::chrono::milliseconds(1));
    return Run(leads.Create(admin, {.client_name = std::move(name),
                                    .phone = std::move(phone),
                                    .status = status,
                                    .assigned_seller = std::move(seller)}));
  }
  std::vector<std::string> Names(const Caller& caller, LeadFilter filter, PageRequest request = {}) {
    std::vector<std::string> names;
    for (const Lead& lead : Run(leads.List(caller, std::move(filter), std::move(request))).items)
      names.push_back(lead.client_name);
    return names;
  }
  std::int64_t Total(LeadFilter filter) {
    return Run(leads.List(admin, std::move(filter), {.limit = 1})).total;
  }

  /// A call of that lead that is over, as the books of OTTB have it.
  void AddCall(int id, const std::string& lead, Instant ended_at) {
    const std::int64_t at = std::get<std::int64_t>(sql::ToValue(ended_at));
    Write(
        fmt::format("INSERT INTO calls (id, slot_id, trunk_id, line, line_type, username, lead_id, "
                    "phone_number, caller_id, "
                    "record, state, started_at, ended_at, seen_at, sip_status, q850) VALUES ({0}, 1, 1, "
                    "1000, 'auto', '', "
                    "'{1}', '+79990000001', '', 0, 'ended', {2}, {2}, {2}, 200, 16)",
                    id, lead, at));
  }
  std::optional<Lead> NoteEnd(const std::string& lead, Instant ended_at) {
    return Run(store.Write([&](Transaction& tx) { return NoteEndedCall(tx, lead, ended_at); }));
  }
  std::vector<std::string> DraftNames(const Caller& caller) {
    std::vector<std::string> names;
    for (const Draft& draft : Run(drafts.List(caller))) names.push_back(draft.name);
    return names;
  }

  FakeClock clock;
  SystemRandom random;
  sql::JournalContext context{clock, random, Secret("a key for the audit chain of tests")};
  const Secret do_not_call_key{"a key for the do-not-call list of tests"};
  sql::CrmStore store{database(), context, do_not_call_key};
  SellerDirectory directory{store};
  LeadService leads{store, clock, random, directory};
  NoteService notes{store, clock, random};
  ClientService clients{store, clock, random};
  DraftService drafts{store, clock};
  const Caller admin = CallerOf("00000000-0000-4000-8000-000000000000", "admin");
  const Caller olga = CallerOf(kOlga, "seller"), petr = CallerOf(kPetr, "seller");
};
VSS_ON_EACH_ENGINE(Crm);

TEST_P(Crm, CountsAreRightAfterEveryKindOfChange) {
  const Lead first = Make("a", "+79990000001", kOlga),
             second = Make("b", "+79990000002", kOlga, LeadStatus::kWon);
  Make("c", "+79990000003");
  Run(leads.Update(admin, first.id,
                   {.status = LeadStatus::kLost, .assigned_seller = std::optional<std::string>(kPetr)}));
  Run(leads.Assign(admin, {second.id}, std::nullopt));
  const Lead gone = Make("d", "+79990000004");
  Run(leads.Delete(admin, gone.id));
  const Lead merged = Make("e", "+79990000005", kOlga);
  Run(leads.Merge(admin, merged.id, second.id));
  const auto counted = [&](std::string_view where) {
    return Number(fmt::format("SELECT COUNT(*) FROM crm_leads WHERE {}", where));
  };
  EXPECT_EQ(Total({}), counted("1 = 1"));
  for (const std::string_view status : kLeadStatusNames)
    EXPECT_EQ(Total({.status = ParseLeadStatus(status)}), counted(fmt::format("status = '{}'", status)))
        << status;
  EXPECT_EQ(Total({.assigned_seller = std::optional<std::string>()}), counted("assigned_seller IS NULL"));
  for (const char* seller : {kOlga, kPetr})
    EXPECT_EQ(Total({.assigned_seller = std::optional<std::string>(seller)}),
              counted(fmt::format("assigned_seller = '{}'", seller)));
}

TEST_P(Crm, ListsSortByBytesAndPageWithoutGaps) {
  for (const char* name : {"Борис", "anna", "Анна", "Zoe", "анна"})
    Make(name, "+7999000001" + std::to_string(name[0] & 7));
  const PageRequest by_name{.limit = 2, .sort = "client_name"};
  std::vector<std::string> all;
  PageRequest next = by_name;
  for (int pages = 0; pages < 5; ++pages) {
    const Page<Lead> page = Run(leads.List(admin, {}, next));
    for (const Lead& lead : page.items) all.push_back(lead.client_name);
    if (page.next.empty()) break;
    next.after = page.next;
  }
  EXPECT_THAT(all, ElementsAre("Zoe", "anna", "Анна", "Борис", "анна"));
}

TEST_P(Crm, FindsWordsAndNumbersOfTheCallersLeadsOnly) {
  Make("Иван Смирнов", "+79161234567", kOlga);
  Make("Иван Кузнецов", "+79161234568", kPetr);
  const auto find = [&](const Caller& caller, std::string_view text) {
    return Names(caller, {.q = ParseSearch(text, "RU")});
  };
  EXPECT_THAT(find(admin, "ИВАН"), ElementsAre("Иван Смирнов", "Иван Кузнецов"));
  EXPECT_THAT(find(olga, "иван"), ElementsAre("Иван Смирнов"));
  EXPECT_THAT(find(petr, "8 916 123-45"), ElementsAre("Иван Кузнецов"));
  EXPECT_THAT(find(admin, "4567"), ElementsAre("Иван Смирнов"));
  EXPECT_THAT(find(admin, "9161234568"), ElementsAre("Иван Кузнецов"));
  EXPECT_THAT(find(admin, "' OR 1=1 --"), IsEmpty());
  EXPECT_THAT(find(admin, "***"), IsEmpty());
}

TEST_P(Crm, TheDirectoryFollowsEveryChange) {
  const Lead lead = Make("a", "+79990000001", kOlga);
  std::optional<LeadOwner> owner;
  EXPECT_FALSE(directory.Remembers(lead.id, owner));
  EXPECT_EQ(Run(directory.OwnerOf(lead.id))->seller, kOlga);
  ASSERT_TRUE(directory.Remembers(lead.id, owner));
  EXPECT_EQ(owner->seller, kOlga);
  Run(leads.Assign(admin, {lead.id}, kPetr));
  EXPECT_EQ(Run(directory.OwnerOf(lead.id))->seller, kPetr);
  const auto sees = [&](const Caller& caller, std::optional<std::string> id) {
    return Run(
        MaySee(directory, ScopeOf(caller.principal, ScopedResource::kCalls), {.lead_id = std::move(id)}));
  };
  EXPECT_FALSE(sees(olga, lead.id));
  EXPECT_TRUE(sees(petr, lead.id));
  EXPECT_FALSE(sees(petr, std::nullopt));
  Run(leads.Delete(admin, lead.id));
  EXPECT_EQ(Run(directory.OwnerOf(lead.id)), std::nullopt);
}

TEST_P(Crm, EventsTellWhoHadALeadBefore) {
  const Lead lead = Make("a", "+79990000001", kOlga);
  Run(leads.Assign(admin, {lead.id}, kPetr));
  sql::OutboxReader outbox(database());
  const std::vector<Event> events = Run(outbox.Next(10));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].data.at("action").as_string(), "created");
  EXPECT_EQ(events[1].event, "lead.update");
  EXPECT_EQ(events[1].data.at("previous_seller").as_string(), kOlga);
  EXPECT_EQ(events[1].data.at("assigned_seller").as_string(), kPetr);
}

TEST_P(Crm, TheDoNotCallListFollowsTheStatusOfLeads) {
  const auto blocked = [&](const std::string& phone, std::optional<std::string> lead = std::nullopt) {
    return Run(store.Read([&](Transaction& tx) { return tx.do_not_call().Blocks(phone, lead); }));
  };
  const auto set = [&](const Lead& lead, LeadStatus status) {
    return Run(leads.Update(admin, lead.id, {.status = status}));
  };
  const Lead lead = Make("a", "+79990000001");
  EXPECT_FALSE(blocked("+79990000001", lead.id));
  set(lead, LeadStatus::kDoNotCall);
  EXPECT_TRUE(blocked("+79990000001"));
  EXPECT_TRUE(blocked("+79990000009", lead.id)) << "whatever number is dialled for the lead";
  EXPECT_FALSE(blocked("+79990000009"));
  Run(leads.Update(admin, lead.id,
                   {.phone = "+79990000002", .fields = Fields{{"phone_2", "8 999 000-00-03"}}}));
  EXPECT_TRUE(blocked("+79990000001")) << "the person was asked about this one";
  EXPECT_TRUE(blocked("+79990000002"));
  EXPECT_TRUE(blocked("+79990000003"));
  const Lead same = Make("b", "+79990000002", std::nullopt, LeadStatus::kDoNotCall);
  set(lead, LeadStatus::kNew);
  EXPECT_FALSE(blocked("+79990000003", lead.id));
  EXPECT_TRUE(blocked("+79990000002")) << "the other lead's status forbids it";
  Run(leads.Delete(admin, same.id));
  EXPECT_TRUE(blocked("+79990000002")) << "a deleted lead takes nothing back";
  set(lead, LeadStatus::kDoNotCall);
  set(lead, LeadStatus::kCallback);
  EXPECT_FALSE(blocked("+79990000002")) << "the person wants to be called again";
  EXPECT_EQ(Number("SELECT COUNT(*) FROM do_not_call_numbers"), 0);
}

TEST_P(Crm, WhoAskedNotToBeCalledIsNotCalledAfterAMerge) {
  const Lead asked = Make("a", "+79990000001", std::nullopt, LeadStatus::kDoNotCall),
             other = Make("b", "+79990000002", std::nullopt, LeadStatus::kWon);
  EXPECT_EQ(Run(leads.Merge(admin, asked.id, other.id)).status, LeadStatus::kDoNotCall);
  Run(store.Read([&](Transaction& tx) {
    EXPECT_TRUE(tx.do_not_call().Blocks("+79990000001", std::nullopt));
    EXPECT_TRUE(tx.do_not_call().Blocks("+79990000002", std::nullopt));
    return 0;
  }));
  Run(leads.Update(admin, other.id, {.status = LeadStatus::kCallback}));
  EXPECT_EQ(Number("SELECT COUNT(*) FROM do_not_call_numbers"), 0);
}

TEST_P(Crm, IsFoundByAnyNumberAndByItsLastDigits) {
  const Lead gone = Make("a", "+79161230001"), stays = Make("b", "+79165550002");
  Run(leads.Merge(admin, gone.id, stays.id));
  for (const char* q : {"+79161230001", "8 916 123-00-01", "0001", "001", "0002", "002", "9165550002"})
    EXPECT_THAT(Names(admin, {.q = ParseSearch(q, "RU")}), ElementsAre("b")) << q;
  for (const char* q : {"003", "1230002", "+79161230002"})
    EXPECT_THAT(Names(admin, {.q = ParseSearch(q, "RU")}), IsEmpty()) << q;
}

TEST_P(Crm, OfErasedPersonsTheListKeepsHashesThatNeedTheKey) {
  Run(store.Write([&](Transaction& tx) { tx.do_not_call().KeepErased({"+79990000001"}, clock.Now()); }));
  const auto blocks = [&](sql::CrmStore& asked) {
    return Run(
        asked.Read([](Transaction& tx) { return tx.do_not_call().Blocks("+79990000001", std::nullopt); }));
  };
  EXPECT_TRUE(blocks(store));
  EXPECT_EQ(Number("SELECT COUNT(*) FROM do_not_call_hashes WHERE hash LIKE '%9990000001%'"), 0);
  sql::CrmStore without(database(), context, Secret("another key"));
  EXPECT_FALSE(blocks(without));
}

TEST_P(Crm, OldEndsOfCallsChangeNothing) {
  const Lead lead = Make("a", "+79990000001");
  const auto note = [&](Instant at) {
    return Run(store.Write([&](Transaction& tx) { return tx.leads().NoteCall(lead.id, at); }));
  };
  EXPECT_TRUE(note(clock.Now()));
  EXPECT_FALSE(note(clock.Now())) << "told twice";
  EXPECT_FALSE(note(clock.Now() - std::chrono::hours(1))) << "told late";
  EXPECT_EQ(Run(leads.Get(admin, lead.id)).last_call_at, clock.Now());
}

TEST_P(Crm, AMergeKnowsTheCallThatEndedBeforeItsLeadWasTold) {
  const Lead from = Make("a", "+79990000001"), into = Make("b", "+79990000002");
  AddCall(7, from.id, clock.Now());
  EXPECT_EQ(Run(leads.Merge(admin, from.id, into.id)).last_call_at, clock.Now());
  // The event comes after the merge, and once more.
  for (int times = 0; times < 2; ++times) EXPECT_EQ(NoteEnd(from.id, clock.Now()), std::nullopt);
  EXPECT_EQ(Run(leads.Get(admin, into.id)).last_call_at, clock.Now());
}

TEST_P(Crm, ACallBookedUnderAMergedLeadFollowsIt) {
  const Lead from = Make("a", "+79990000001"), middle = Make("b", "+79990000002"),
             into = Make("c", "+79990000003", kOlga);
  Run(leads.Merge(admin, from.id, middle.id));
  Run(leads.Merge(admin, middle.id, into.id));
  AddCall(7, from.id, clock.Now());  // ordered a moment before the merge, written a moment after
  const auto told = NoteEnd(from.id, clock.Now());
  ASSERT_TRUE(told);
  EXPECT_EQ(told->id, into.id);
  EXPECT_EQ(told->last_call_at, clock.Now());
  EXPECT_EQ(Number(fmt::format("SELECT COUNT(*) FROM calls WHERE lead_id = '{}' AND lead_seller = '{}'",
                               into.id, kOlga)),
            1);
  EXPECT_EQ(NoteEnd(from.id, clock.Now()), std::nullopt) << "told twice";
}

TEST_P(Crm, AMergedLeadLeadsToTheOneThatRemained) {
  const Lead from = Make("a", "+79990000001", kOlga), middle = Make("b", "+79990000002", kOlga),
             into = Make("c", "+79990000003", kOlga);
  Run(leads.Merge(admin, from.id, middle.id));
  Run(leads.Merge(admin, middle.id, into.id));
  const auto details = [&](const Caller& caller) {
    try {
      Run(leads.Get(caller, from.id));
    } catch (const Error& error) {
      return error.details();
    }
    return json::object{{"found", true}};
  };
  EXPECT_EQ(details(admin), (json::object{{"merged_into", into.id}}));
  EXPECT_EQ(details(olga), (json::object{{"merged_into", into.id}}));
  EXPECT_EQ(details(petr), json::object()) << "the survivor is not petr's";
  Run(leads.Delete(admin, into.id));
  EXPECT_EQ(details(admin), json::object());
}

TEST_P(Crm, ThePreviewOfAMergeIsWhatItLeaves) {
  const Lead from = Make("a", "+79990000001", kOlga, LeadStatus::kContacted),
             into = Make("b", "+79990000002");
  Run(leads.Update(admin, from.id, {.email = std::optional<std::string>("a@example.com")}));
  Run(leads.Update(admin, into.id, {.email = std::optional<std::string>("b@example.com")}));
  const Lead before = Run(leads.Get(admin, into.id));
  Lead preview = Run(leads.PreviewMerge(admin, from.id, into.id));
  EXPECT_EQ(Run(leads.Get(admin, into.id)), before) << "nothing changed";
  const Lead merged = Run(leads.Merge(admin, from.id, into.id));
  EXPECT_EQ(preview.status, LeadStatus::kContacted);
  EXPECT_EQ(preview.fields.at("email_2"), "a@example.com");
  preview.version = merged.version;
  preview.updated_at = merged.updated_at;
  EXPECT_EQ(preview, merged);
  EXPECT_EQ(CodeOf(leads.PreviewMerge(petr, into.id, from.id)), ErrorCode::kNotFound);
}

TEST_P(Crm, DraftsAreOfWhoTypedThem) {
  Run(drafts.Put(olga, "call-note:c_7", {{"text", "half a sen"}}));
  clock.Advance(std::chrono::seconds(1));
  Run(drafts.Put(olga, "new-lead", {{"client_name", "A"}}));
  Run(drafts.Put(petr, "call-note:c_7", {{"text", "other"}}));
  EXPECT_THAT(DraftNames(olga), ElementsAre("new-lead", "call-note:c_7"));
  clock.Advance(std::chrono::seconds(1));
  const Draft again = Run(drafts.Put(olga, "call-note:c_7", {{"text", "half a sentence"}}));
  EXPECT_EQ(Run(drafts.List(olga)).front(), again);
  Run(drafts.Delete(olga, "call-note:c_7"));
  Run(drafts.Delete(olga, "call-note:c_7"));
  EXPECT_THAT(DraftNames(olga), ElementsAre("new-lead"));
  EXPECT_THAT(DraftNames(petr), ElementsAre("call-note:c_7"));
  Write(fmt::format("DELETE FROM users WHERE id = '{}'", kPetr));
  EXPECT_THAT(DraftNames(petr), IsEmpty());
}

TEST_P(Crm, ADraftThatIsSentAgainDoesNotComeBackAfterItWasSaved) {
  using Sent = DraftService::Sent;
  const Fields text{{"text", "Call in May"}};
  Run(drafts.Put(olga, "call-note:c_7", text));
  Run(drafts.Put(olga, "call-note:c_7", text, Sent::kAgain));
  Run(drafts.Delete(olga, "call-note:c_7"));
  EXPECT_EQ(CodeOf(drafts.Put(olga, "call-note:c_7", text, Sent::kAgain)), ErrorCode::kConflict);
  EXPECT_THAT(DraftNames(olga), IsEmpty());
  Run(drafts.Put(olga, "call-note:c_8", text, Sent::kAgain));
  Run(drafts.Put(petr, "call-note:c_7", text, Sent::kAgain));
  Run(drafts.Put(olga, "call-note:c_7", {{"text", "Call in May, or June"}}, Sent::kAgain));
  Run(drafts.Delete(olga, "call-note:c_7"));
  Run(drafts.Put(olga, "call-note:c_7", text, Sent::kAgain));
  Run(drafts.Delete(olga, "call-note:c_7"));
  Run(drafts.Put(olga, "call-note:c_7", text));  // typed anew
  EXPECT_THAT(DraftNames(olga), ElementsAre("call-note:c_7", "call-note:c_8"));
}

TEST_P(Crm, OfTooManyDraftsTheOldestGives) {
  for (std::size_t i = 0; i < kMostDrafts + 2; ++i) {
    clock.Advance(std::chrono::seconds(1));
    Run(drafts.Put(olga, fmt::format("lead-note:{}", i), {{"text", "x"}}));
  }
  const auto names = DraftNames(olga);
  EXPECT_EQ(names.size(), kMostDrafts);
  EXPECT_EQ(names.front(), fmt::format("lead-note:{}", kMostDrafts + 1));
  EXPECT_EQ(names.back(), "lead-note:2");
}

TEST_P(Crm, AMergeTakesTheDraftsOfNotesAlong) {
  const Lead from = Make("a", "+79990000001"), into = Make("b", "+79990000002");
  Run(drafts.Put(olga, "lead-note:" + from.id, {{"text", "of a"}}));
  Run(drafts.Put(olga, "lead-note:" + into.id, {{"text", "of b"}}));
  Run(drafts.Put(petr, "lead-note:" + from.id, {{"text", "of a"}}));
  Run(drafts.Put(petr, "lead:" + from.id, {{"client_name", "A"}}));
  Run(leads.Merge(admin, from.id, into.id));
  EXPECT_THAT(DraftNames(petr), ElementsAre("lead-note:" + into.id));
  const auto left = Run(drafts.List(olga));
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].fields.at("text"), "of b\n\nof a");
  Run(leads.Delete(admin, into.id));
  EXPECT_THAT(DraftNames(olga), IsEmpty());
}

TEST_P(Crm, ErasingAPersonReachesDrafts) {
  Run(drafts.Put(olga, "call-note:c_7", {{"text", "about the person"}}));
  Run(drafts.Put(olga, "new-lead", {{"phone", "8 (999) 000-00-01"}}));
  Run(drafts.Put(petr, "call-note:c_8", {{"text", "about another"}}));
  Run(store.Write([](Transaction& tx) { EraseDrafts(tx, std::vector<std::string>{"c_7"}, "+79990000001"); }));
  EXPECT_THAT(DraftNames(olga), IsEmpty());
  EXPECT_THAT(DraftNames(petr), ElementsAre("call-note:c_8"));
}

TEST_P(Crm, ABatchOfAnImportKnowsTheDatabaseAndItself) {
  Make("Старый", "+79990000001");
  ImportBatch batch;
  for (int i = 0; i < 120; ++i) {
    FileRow row{.line = i + 2};
    row.lead = LeadRow{.lead = {.id = random.TimeUuid(clock.Now()),
                                .client_name = fmt::format("n{}", i),
                                .phone = fmt::format("+7999000{:04}", i / 2 + 1)},
                       .name = LeadRow::Value::kOfTheRow};
    batch.rows.push_back(std::move(row));
  }
  batch.rows.push_back({.line = 200, .reason = "no number"});
  const auto store_batch = [&](DuplicatePolicy policy) {
    return Run(store.Write([&](Transaction& tx) {
      ImportCounts counts;
      StoreBatch(tx, batch, {.policy = policy, .country = "RU"}, clock.Now(), counts);
      return counts;
    }));
  };
  const ImportCounts first = store_batch(DuplicatePolicy::kSkip);
  EXPECT_EQ(first.rows, 121);
  EXPECT_EQ(first.created, 59);
  EXPECT_EQ(first.skipped, 61);
  EXPECT_EQ(first.rejected, 1);
  const ImportCounts second = store_batch(DuplicatePolicy::kUpdate);
  EXPECT_EQ(second.created, 0);
  EXPECT_EQ(second.updated, 120 - 59) << "the even rows change nothing, but for the old lead's";
  EXPECT_EQ(Total({}), 60);
  EXPECT_THAT(Names(admin, {.phone = "+79990000001"}), ElementsAre("n1"));
  EXPECT_THAT(Names(admin, {.q = ParseSearch("старый", "RU")}), IsEmpty());
}

TEST_P(Crm, AnImportBringsBackNobodyWhoIsNotToBeCalled) {
  Run(store.Write([&](Transaction& tx) { tx.do_not_call().KeepErased({"+79990000001"}, clock.Now()); }));
  ImportBatch batch;
  for (const char* phone : {"+79990000001", "+79990000002", "+79990000003"}) {
    FileRow row;
    row.lead = LeadRow{.lead = {.id = random.TimeUuid(clock.Now()), .client_name = phone, .phone = phone}};
    batch.rows.push_back(std::move(row));
  }
  batch.rows.back().lead->lead.fields = {{"phone 2", "+79990000001"}};
  ImportCounts counts;
  Run(store.Write([&](Transaction& tx) {
    StoreBatch(tx, batch, {.country = "RU"}, clock.Now(), counts);
    return 0;
  }));
  EXPECT_EQ(counts.created, 3);
  EXPECT_EQ(counts.do_not_call, 2);
  EXPECT_THAT(Names(admin, {.status = LeadStatus::kNew}), ElementsAre("+79990000002"));
  EXPECT_EQ(Total({.status = LeadStatus::kDoNotCall}), 2);
}

TEST_P(Crm, TheColumnsOfAnExportAreWhatLeadsHaveHad) {
  const Lead lead = Run(leads.Create(
      admin,
      {.client_name = "a", .phone = "+79990000001", .assigned_seller = kOlga, .fields = {{"b", "1"}}}));
  Run(leads.Update(admin, lead.id, {.fields = Fields{{"a", "1"}, {"b", "2"}}}));
  const LeadColumns columns =
      Run(leads.ColumnsOf({Run(leads.Get(admin, lead.id))}, {std::string(kAllFields)}));
  EXPECT_THAT(columns.fields, ElementsAre("b", "a"));
  EXPECT_EQ(columns.sellers.at(kOlga), std::string("u") + kOlga);
  EXPECT_THAT(Run(leads.ColumnsOf({}, {"x"})).fields, ElementsAre("x"));
}

TEST_P(Crm, NotesBelongToACallALeadOrBoth) {
  const Lead lead = Make("a", "+79990000001", kOlga);
  EXPECT_EQ(CodeOf(notes.Create(admin, {.call_id = 1, .text = "x"})), ErrorCode::kInvalidParams);
  EXPECT_EQ(CodeOf(notes.Create(petr, {.lead_id = lead.id, .text = "x"})), ErrorCode::kInvalidParams);
  const Note note = Run(notes.Create(olga, {.lead_id = lead.id, .text = "x"}));
  EXPECT_EQ(note.type, "note");
  EXPECT_EQ(CodeOf(notes.Get(petr, note.id)), ErrorCode::kNotFound);
  EXPECT_EQ(CodeOf(notes.List(petr, {.lead_id = lead.id}, {.sort = "created_at"})), ErrorCode::kNotFound);
  Run(leads.Delete(admin, lead.id));
  EXPECT_EQ(Number("SELECT COUNT(*) FROM crm_notes"), 0);
}

TEST_P(Crm, AChangeThatFailsLeavesNothing) {
  const Lead lead = Make("a", "+79990000001");
  const std::int64_t audits = Number("SELECT COUNT(*) FROM audit");
  EXPECT_EQ(CodeOf(leads.Update(admin, lead.id, {.status = LeadStatus::kWon, .if_version = 7})),
            ErrorCode::kConflict);
  EXPECT_EQ(CodeOf(leads.Assign(admin, {lead.id, "no such lead"}, kOlga)), ErrorCode::kNotFound);
  EXPECT_EQ(Run(leads.Get(admin, lead.id)), lead);
  EXPECT_EQ(Number("SELECT COUNT(*) FROM audit"), audits);
}

class CrmTeams : public Crm {
 protected:
  static constexpr const char* kRed = "44444444-4444-4444-8444-444444444444";
  static constexpr const char* kBlue = "55555555-5555-4555-8555-555555555555";
  CrmTeams() {
    for (const char* id : {kRed, kBlue})
      Write(fmt::format("INSERT INTO teams (id, name, created_at, updated_at) VALUES ('{0}', '{0}', 0, 0)",
                        id));
    Write(fmt::format("UPDATE users SET team_id = '{}' WHERE id = '{}'", kRed, kPetr));
    boss.principal.teams = {kRed};
    boss.principal.scopes.Set(ScopedResource::kLeads, DataScope::kTeam);
  }
  std::optional<std::string> TeamOf(const Lead& lead) { return Run(leads.Get(admin, lead.id)).team_id; }

  Caller boss = CallerOf("66666666-6666-4666-8666-666666666666", "lead");
};
VSS_ON_EACH_ENGINE(CrmTeams);

TEST_P(CrmTeams, LeadsAreInTheTeamOfTheirSellerOrInAPool) {
  const Lead lead = Make("a", "+79990000001", kPetr);
  EXPECT_EQ(lead.team_id, kRed);
  Run(leads.Assign(admin, {lead.id}, std::nullopt));
  EXPECT_EQ(TeamOf(lead), kRed) << "it lies in the pool of the team";
  Run(leads.Assign(admin, {lead.id}, kOlga));
  EXPECT_EQ(TeamOf(lead), std::nullopt) << "she is in no team";
  EXPECT_EQ(CodeOf(leads.Update(admin, lead.id, {.team_id = std::optional<std::string>(kBlue)})),
            ErrorCode::kInvalidParams)
      << "a lead lies where its seller is";
  Run(leads.Assign(admin, {lead.id}, std::nullopt));
  EXPECT_EQ(Run(leads.Update(admin, lead.id, {.team_id = std::optional<std::string>(kBlue)})).team_id, kBlue);
  EXPECT_EQ(CodeOf(leads.Update(admin, lead.id, {.team_id = std::optional<std::string>(kOlga)})),
            ErrorCode::kInvalidParams)
      << "there is no such team";
}

TEST_P(CrmTeams, WhoLeadsATeamSeesItsLeadsAndKeepsThemInIt) {
  const Lead red = Make("red", "+79990000001", kPetr), pool = Make("pool", "+79990000002"),
             blue = Make("blue", "+79990000003", kOlga);
  Run(leads.Update(admin, pool.id, {.team_id = std::optional<std::string>(kRed)}));
  EXPECT_THAT(Names(boss, {}), testing::UnorderedElementsAre("red", "pool"));
  EXPECT_EQ(Run(leads.List(boss, {}, {.limit = 1})).total, 2);
  EXPECT_THAT(Names(boss, {.assigned_seller = std::optional<std::string>(kOlga)}), IsEmpty());
  EXPECT_THAT(Names(boss, {.q = ParseSearch("blue", "RU")}), IsEmpty());
  EXPECT_THAT(Names(boss, {.q = ParseSearch("pool", "RU")}), ElementsAre("pool"));
  EXPECT_EQ(CodeOf(leads.Get(boss, blue.id)), ErrorCode::kNotFound);
  Run(leads.Assign(boss, {pool.id}, kPetr));
  EXPECT_EQ(CodeOf(leads.Assign(boss, {pool.id}, kOlga)), ErrorCode::kInvalidParams);
  EXPECT_EQ(CodeOf(leads.Update(boss, red.id, {.team_id = std::optional<std::string>(kBlue)})),
            ErrorCode::kInvalidParams);
  EXPECT_THAT(Names(petr, {}), testing::UnorderedElementsAre("red", "pool"));
}

TEST_P(CrmTeams, ATimelineShowsWhatThePermissionsAllow) {
  const Lead lead = Make("a", "+79990000001", kPetr);
  Run(notes.Create(petr, {.lead_id = lead.id, .text = "x"}));
  const std::string common = fmt::format("'{}', '{}', '+79990000001'", kOlga, lead.id);
  Write(fmt::format(
      "INSERT INTO calls (slot_id, trunk_id, line, line_type, username, caller_id, record, state, "
      "started_at, seen_at, sip_status, q850, user_id, lead_id, phone_number, lead_seller) VALUES (1, 1, "
      "1, 'auto', 'olga', '', 0, 'ended', 1, 1, 200, 16, {}, '{}')",
      common, kPetr));
  Write(fmt::format(
      "INSERT INTO recordings (call_id, slot_id, file, bytes, duration_ms, truncated, started_at, "
      "created_at, user_id, lead_id, phone_number, lead_seller) VALUES (1, 1, 'f', 1, 1, 0, 1, 1, {}, '{}')",
      common, kPetr));
  const auto kinds = [&](const Caller& caller) {
    std::set<std::size_t> seen;
    for (const TimelineItem& item : Run(leads.Timeline(caller, lead.id, {.sort = "at"})).items)
      seen.insert(item.what.index());
    return seen;
  };
  constexpr std::size_t kCall = 0, kRecording = 1, kNote = 2, kChange = 3;
  EXPECT_THAT(kinds(With(admin, R"({"crm": ["read"]})")), ElementsAre(kChange));
  EXPECT_THAT(kinds(With(admin, R"({"crm": ["read"], "notes": ["read"]})")), ElementsAre(kNote, kChange));
  EXPECT_THAT(kinds(With(admin, R"({"crm": ["read"], "calls": ["read"]})")), ElementsAre(kCall, kChange));
  EXPECT_THAT(kinds(With(admin, R"({"crm": ["read"], "recordings": ["read"]})")),
              ElementsAre(kRecording, kChange));
  EXPECT_THAT(kinds(With(petr, R"({"all": true})")), ElementsAre(kCall, kRecording, kNote, kChange));
  EXPECT_THAT(kinds(With(petr, R"({"crm": ["read"], "calls": ["read"]})")), ElementsAre(kCall, kChange))
      << "a call of his lead";
  Caller elsewhere = With(boss, R"({"crm": ["read"], "calls": ["read"], "recordings": ["read"]})");
  EXPECT_THAT(kinds(elsewhere), ElementsAre(kChange)) << "the team's lead, but calls only of one's own";
}
}  // namespace
}  // namespace vss::crm
