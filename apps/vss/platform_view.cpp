#include "platform_view.hpp"

namespace vss {

PlatformState ProcessView::Look() const {
  const sql::Database::Stats database = database_.stats();
  const ottb::PbxStatus pbx = pbx_.Status();
  PlatformState state{
      .database = {database.healthy, database.problem, database.read_queue, database.write_queue},
      .outbox = {outbox_.stats().depth, outbox_.stats().lag},
      .pbx = {pbx.up, pbx.kind, pbx.provider, pbx.test_exchange},
      .record_basis_missing = ottb_.LacksRecordBasis()};
  if (const auto disk = ottb_.disk()) state.disk = {disk->total_bytes, disk->free_bytes};
  return state;
}
}  // namespace vss
