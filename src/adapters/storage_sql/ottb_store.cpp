#include "adapters/storage_sql/ottb_store.hpp"

#include "adapters/storage_sql/do_not_call_table.hpp"
#include "adapters/storage_sql/ottb/call_table.hpp"
#include "adapters/storage_sql/ottb/cdr_table.hpp"
#include "adapters/storage_sql/ottb/credential_table.hpp"
#include "adapters/storage_sql/ottb/history_table.hpp"
#include "adapters/storage_sql/ottb/number_table.hpp"
#include "adapters/storage_sql/ottb/provisioning_table.hpp"
#include "adapters/storage_sql/ottb/recording_table.hpp"
#include "adapters/storage_sql/ottb/registration_table.hpp"
#include "adapters/storage_sql/ottb/slot_table.hpp"
#include "adapters/storage_sql/ottb/totals_table.hpp"
#include "adapters/storage_sql/ottb/trunk_table.hpp"
#include "adapters/storage_sql/ottb/usage_table.hpp"

namespace vss::sql {
namespace {
class SqlOttbTransaction final : public ottb::Transaction {
 public:
  SqlOttbTransaction(Session& session, JournalContext& context, const Secret& do_not_call_key)
      : trunks_(session),
        slots_(session),
        numbers_(session),
        credentials_(session),
        provisioning_(session),
        history_(session),
        calls_(session),
        usage_(session),
        cdrs_(session),
        totals_(session),
        recordings_(session),
        registrations_(session),
        do_not_call_(session, do_not_call_key),
        journal_(session, context) {}
  ottb::TrunkTable& trunks() override { return trunks_; }
  ottb::SlotTable& slots() override { return slots_; }
  ottb::NumberTable& numbers() override { return numbers_; }
  ottb::CredentialTable& credentials() override { return credentials_; }
  ottb::ProvisioningTable& provisioning() override { return provisioning_; }
  ottb::HistoryTable& history() override { return history_; }
  ottb::CallTable& calls() override { return calls_; }
  ottb::UsageTable& usage() override { return usage_; }
  ottb::CdrTable& cdrs() override { return cdrs_; }
  ottb::TotalsTable& totals() override { return totals_; }
  ottb::RecordingTable& recordings() override { return recordings_; }
  ottb::RegistrationTable& registrations() override { return registrations_; }
  DoNotCall& do_not_call() override { return do_not_call_; }
  Journal& journal() override { return journal_; }

 private:
  SqlTrunkTable trunks_;
  SqlSlotTable slots_;
  SqlNumberTable numbers_;
  SqlCredentialTable credentials_;
  SqlProvisioningTable provisioning_;
  SqlHistoryTable history_;
  SqlCallTable calls_;
  SqlUsageTable usage_;
  SqlCdrTable cdrs_;
  SqlTotalsTable totals_;
  SqlRecordingTable recordings_;
  SqlRegistrationTable registrations_;
  SqlDoNotCall do_not_call_;
  SqlJournal journal_;
};
}  // namespace

Task<void> OttbStore::RunRead(std::function<void(ottb::Transaction&)> work) {
  co_await database_.RunRead([&](Session& session) {
    SqlOttbTransaction tx(session, context_, do_not_call_key_);
    work(tx);
  });
}

Task<void> OttbStore::RunWrite(std::function<void(ottb::Transaction&)> work) {
  co_await database_.RunWrite([&](Session& session) {
    SqlOttbTransaction tx(session, context_, do_not_call_key_);
    work(tx);
  });
}
}  // namespace vss::sql
