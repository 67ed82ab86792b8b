#pragma once
#include <functional>

#include "adapters/storage_sql/database.hpp"
#include "adapters/storage_sql/outbox_dispatcher.hpp"
#include "dci/ports/system.hpp"

namespace vss::sql {

/// What DCI's status shows of a process that keeps its state in `database`. `services` is asked on the loop.
class DciSystemView final : public dci::SystemView {
 public:
  using ServiceList = std::function<std::vector<dci::ServiceState>()>;

  DciSystemView(sql::Database& database, const OutboxDispatcher& outbox, ServiceList services)
      : database_(database), outbox_(outbox), services_(std::move(services)) {}

  std::vector<dci::ServiceState> Services() override { return services_(); }
  dci::OutboxState Outbox() override;
  dci::DatabaseState Database() override;

 private:
  sql::Database& database_;
  const OutboxDispatcher& outbox_;
  ServiceList services_;
};
}  // namespace vss::sql
