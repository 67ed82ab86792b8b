#pragma once
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "contracts/call_totals.hpp"
#include "ottb/cdr/cdr.hpp"

/// What a record adds to the sums that reports read. Pure; days are the centre's.
namespace vss::ottb {

/// What of a record is counted.
struct CountedCall {
  Instant started_at;
  SlotId slot_id;
  int line = 0;
  std::optional<std::string> user_id, campaign_id;
  std::string username;
  Disposition disposition = Disposition::kFailed;
  HangupReason cause = HangupReason::kSystem;
  bool rang = false;
  std::chrono::milliseconds ring{0}, talk{0}, duration{0};
};
CountedCall CountedOf(const Cdr& cdr);

/// A slot went to FAULT.
struct CountedFault {
  SlotId slot_id;
  int line = 0;  ///< 0: the slot is gone
  Instant at;
};

struct TotalKey {
  TotalScope scope = TotalScope::kAll;
  TotalSpan span = TotalSpan::kDay;
  std::string period, key;
  auto operator<=>(const TotalKey&) const = default;
};

/// Sums, each thing counted once for every scope and span that it belongs to.
class CallTotals {
 public:
  struct Sum {
    std::string name;  ///< of the key, as people say it; "" when it has none
    CallNumbers numbers;
  };

  void Count(const CountedCall& call);
  void Count(const CountedFault& fault);
  const std::map<TotalKey, Sum>& sums() const { return sums_; }

 private:
  void Add(TotalScope scope, const std::string& day, std::string key, const std::string& name,
           const CallNumbers& numbers);

  std::map<TotalKey, Sum> sums_;
};
}  // namespace vss::ottb
