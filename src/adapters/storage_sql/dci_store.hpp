#pragma once
#include "adapters/storage_sql/database.hpp"
#include "dci/ports/store.hpp"

namespace vss::sql {

/// The event log in the tables `event_log` and `event_log_volume`.
class DciStore final : public Store<dci::Transaction> {
 public:
  explicit DciStore(Database& database) : database_(database) {}

 protected:
  Task<void> RunRead(std::function<void(dci::Transaction&)> work) override;
  Task<void> RunWrite(std::function<void(dci::Transaction&)> work) override;

 private:
  Database& database_;
};
}  // namespace vss::sql
