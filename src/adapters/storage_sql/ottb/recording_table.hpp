#pragma once
#include "adapters/storage_sql/database.hpp"
#include "ottb/ports/store.hpp"

namespace vss::sql {
class SqlRecordingTable final : public ottb::RecordingTable {
 public:
  explicit SqlRecordingTable(Session& session) : session_(session) {}
  ottb::Recording Insert(const ottb::Recording& recording, Instant now) override;
  std::optional<ottb::Recording> Find(ottb::RecordingId id) override;
  std::optional<ottb::Recording> FindOfCall(ottb::CallId call) override;
  Page<ottb::Recording> List(const ottb::RecordingFilter& filter, const PageRequest& request) override;
  bool Delete(ottb::RecordingId id) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
