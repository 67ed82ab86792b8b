#pragma once
#include "adapters/storage_sql/outbox_dispatcher.hpp"
#include "contracts/platform_state.hpp"
#include "ottb/ottb_module.hpp"

namespace vss {

/// What the dashboard shows of the parts that this process is made of; all outlive it.
class ProcessView final : public PlatformView {
 public:
  ProcessView(const sql::Database& database, const sql::OutboxDispatcher& outbox, const ottb::Pbx& pbx,
              const ottb::OttbModule& ottb)
      : database_(database), outbox_(outbox), pbx_(pbx), ottb_(ottb) {}

  PlatformState Look() const override;

 private:
  const sql::Database& database_;
  const sql::OutboxDispatcher& outbox_;
  const ottb::Pbx& pbx_;
  const ottb::OttbModule& ottb_;
};
}  // namespace vss
