#pragma once
#include "adapters/storage_sql/database.hpp"
#include "workspace/crm/ports/store.hpp"

namespace vss::sql {

/// DCI's event log, seen from who must erase a person.
class SqlLogTraces final : public crm::LogTraces {
 public:
  explicit SqlLogTraces(Session& session) : session_(session) {}
  std::int64_t LastLine() override;
  void Erase(std::span<const std::string> words, std::int64_t after, std::int64_t last) override;

 private:
  Session& session_;
};
}  // namespace vss::sql
