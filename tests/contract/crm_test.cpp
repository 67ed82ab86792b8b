// The CRM's tables and services over the real store, once on each engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/crm_fixture.hpp"

namespace vss::crm {
namespace {
using testing::ElementsAre;
using testing::IsEmpty;

class Crm : public CrmTest {};
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

TEST_P(Crm, IsFoundByAnyNumberAndByItsLastDigits) {
  const Lead gone = Make("a", "+79161230001"), stays = Make("b", "+79165550002");
  Run(leads.Merge(admin, gone.id, stays.id));
  for (const char* q : {"+79161230001", "8 916 123-00-01", "0001", "001", "0002", "002", "9165550002"})
    EXPECT_THAT(Names(admin, {.q = ParseSearch(q, "RU")}), ElementsAre("b")) << q;
  for (const char* q : {"003", "1230002", "+79161230002"})
    EXPECT_THAT(Names(admin, {.q = ParseSearch(q, "RU")}), IsEmpty()) << q;
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

}  // namespace
}  // namespace vss::crm
