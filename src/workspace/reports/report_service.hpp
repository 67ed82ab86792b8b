#pragma once
#include "base/clock.hpp"
#include "contracts/principal.hpp"
#include "workspace/reports/ports/store.hpp"
#include "workspace/reports/report.hpp"

namespace vss::reports {

/// Reports over days. Of the whole centre from sums: what is asked costs the same however many calls there
/// were. Of the part that somebody may see, from its records. Lives on the HTTP loop, without state of its
/// own.
class ReportService {
 public:
  ReportService(Store<Transaction>& store, const Clock& clock) : store_(store), clock_(clock) {}

  Task<Report> Make(ReportKind kind, DayRange days, RowScope scope = {});
  /// Notes in the audit that the caller took a report away as a file.
  Task<void> NoteDownload(const Caller& caller, ReportKind kind, DayRange days);

 private:
  Store<Transaction>& store_;
  const Clock& clock_;
};
}  // namespace vss::reports
