#pragma once
#include "adapters/storage_sql/database.hpp"
#include "ottb/ports/store.hpp"

namespace vss::sql {
class SqlTotalsTable final : public ottb::TotalsTable {
 public:
  explicit SqlTotalsTable(Session& session) : session_(session) {}
  void Add(const ottb::CallTotals& totals) override;
  ottb::UncountedPart TakeUncounted(std::int64_t ids) override;

 private:
  /// The next ids of a source: over `after`, up to `last`.
  struct Range {
    std::int64_t after = 0, last = 0, end = 0;
    bool empty() const { return last <= after; }
  };
  Range Take(std::string_view source, std::int64_t ids);
  std::vector<ottb::CountedCall> Calls(const Range& range);
  std::vector<ottb::CountedFault> Faults(const Range& range);

  Session& session_;
};
}  // namespace vss::sql
