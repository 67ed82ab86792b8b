#include "ottb/totals/earlier_calls.hpp"

#include "base/log.hpp"

namespace vss::ottb {
namespace {
constexpr std::int64_t kIdsAtOnce = 5000;

struct Part {
  std::size_t counted = 0;
  UncountedPart::Rest rest = UncountedPart::Rest::kNone;
};

Part CountPart(Transaction& tx) {
  const UncountedPart part = tx.totals().TakeUncounted(kIdsAtOnce);
  CallTotals totals;
  for (const CountedCall& call : part.calls) totals.Count(call);
  for (const CountedFault& fault : part.faults) totals.Count(fault);
  tx.totals().Add(totals);
  return {part.calls.size() + part.faults.size(), part.rest};
}
}  // namespace

Task<void> CountEarlierCalls(Store<Transaction>& store) {
  std::size_t counted = 0;
  for (Part part{.rest = UncountedPart::Rest::kSome}; part.rest == UncountedPart::Rest::kSome;
       counted += part.counted) {
    part = co_await store.Write(CountPart);
  }
  if (counted > 0) log::Info("OTTB", "counted earlier calls for the reports", {{"records", counted}});
}
}  // namespace vss::ottb
