#pragma once
#include "ottb/ports/store.hpp"

namespace vss::ottb {

/// Counts the records of before the sums were kept, a part in each transaction, so that a stop at any time
/// loses nothing and counts nothing twice. Ends when there are none left.
Task<void> CountEarlierCalls(Store<Transaction>& store);
}  // namespace vss::ottb
