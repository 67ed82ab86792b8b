#include "adapters/storage_sql/reports_store.hpp"

#include "adapters/storage_sql/reports/calls_view.hpp"
#include "adapters/storage_sql/reports/centre_view.hpp"
#include "adapters/storage_sql/reports/totals_reader.hpp"
#include "adapters/storage_sql/reports/uptime_table.hpp"

namespace vss::sql {
namespace {
class SqlReportsTransaction final : public reports::Transaction {
 public:
  SqlReportsTransaction(Session& session, JournalContext& context)
      : totals_(session), calls_(session), centre_(session), uptime_(session), journal_(session, context) {}
  reports::TotalsTable& totals() override { return totals_; }
  reports::CallsView& calls() override { return calls_; }
  reports::CentreView& centre() override { return centre_; }
  reports::UptimeTable& uptime() override { return uptime_; }
  Journal& journal() override { return journal_; }

 private:
  SqlTotalsReader totals_;
  SqlCallsView calls_;
  SqlCentreView centre_;
  SqlUptimeTable uptime_;
  SqlJournal journal_;
};
}  // namespace

Task<void> ReportsStore::RunRead(std::function<void(reports::Transaction&)> work) {
  co_await database_.RunRead([&](Session& session) {
    SqlReportsTransaction tx(session, context_);
    work(tx);
  });
}

Task<void> ReportsStore::RunWrite(std::function<void(reports::Transaction&)> work) {
  co_await database_.RunWrite([&](Session& session) {
    SqlReportsTransaction tx(session, context_);
    work(tx);
  });
}
}  // namespace vss::sql
