// Batches of imports, once on each engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/crm_fixture.hpp"
#include "workspace/crm/import/import_batch.hpp"

namespace vss::crm {
namespace {
using testing::ElementsAre;
using testing::IsEmpty;

class CrmImports : public CrmTest {};
VSS_ON_EACH_ENGINE(CrmImports);

TEST_P(CrmImports, ABatchOfAnImportKnowsTheDatabaseAndItself) {
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

TEST_P(CrmImports, AnImportBringsBackNobodyWhoIsNotToBeCalled) {
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

TEST_P(CrmImports, AreForWhoMayStillChangeLeads) {
  const auto scope_of = [&](const char* user) {
    return Run(store.Read([&](Transaction& tx) { return tx.sellers().WriteScope(user); }));
  };
  ASSERT_TRUE(scope_of(kOlga));
  EXPECT_EQ(scope_of(kOlga)->reach, DataScope::kOwn);
  EXPECT_EQ(scope_of(kOlga)->user_id, kOlga);
  Write(fmt::format("UPDATE users SET role = 'admin' WHERE id = '{}'", kOlga));
  EXPECT_TRUE(scope_of(kOlga)->all());
  Write(fmt::format("UPDATE users SET active = 0 WHERE id = '{}'", kOlga));
  EXPECT_FALSE(scope_of(kOlga));
  Write(fmt::format("UPDATE users SET role = 'supervisor' WHERE id = '{}'", kPetr));
  EXPECT_FALSE(scope_of(kPetr)) << "supervisors change no leads";
  Write(fmt::format("DELETE FROM users WHERE id = '{}'", kPetr));
  EXPECT_FALSE(scope_of(kPetr));
}

TEST_P(CrmImports, GiveNothingToASellerWhoIsGone) {
  ImportBatch batch;
  FileRow row;
  row.lead = LeadRow{.lead = {.id = random.TimeUuid(clock.Now()),
                              .client_name = "a",
                              .phone = "+79990000001",
                              .assigned_seller = kPetr}};
  batch.rows.push_back(std::move(row));
  Write(fmt::format("DELETE FROM users WHERE id = '{}'", kPetr));
  EXPECT_EQ(CodeOf(store.Write([&](Transaction& tx) {
              ImportCounts counts;
              return StoreBatch(tx, batch, {.assigned_seller = kPetr, .country = "RU"}, clock.Now(), counts);
            })),
            ErrorCode::kPermissionDenied);
  EXPECT_EQ(Total({}), 0);
}

TEST_P(CrmImports, KeepHowManyRowsLostAValue) {
  Import import{.id = random.TimeUuid(clock.Now()),
                .name = "x",
                .options = {{"policy", "skip"}},
                .counts = {.rows = 5, .do_not_call = 2, .warned = 3}};
  Run(store.Write([&](Transaction& tx) {
    tx.imports().Insert(import);
    import.counts.warned = 4;
    tx.imports().Update(import);
    return 0;
  }));
  const auto found = Run(store.Read([&](Transaction& tx) { return tx.imports().Find(import.id); }));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->counts.rows, 5);
  EXPECT_EQ(found->counts.do_not_call, 2);
  EXPECT_EQ(found->counts.warned, 4);
}
}  // namespace
}  // namespace vss::crm
