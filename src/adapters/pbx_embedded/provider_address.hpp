#pragma once
#include <functional>
#include <memory>
#include <optional>

#include "adapters/pbx_embedded/settings.hpp"
#include "base/async/loop.hpp"
#include "sip/transport/flow.hpp"

namespace vss::pbx_embedded {

/// The provider's addresses: its A records, asked for again every minute; while DNS does not answer the last
/// ones count. On the HTTP loop; the look-up itself runs on a thread of Asio's.
class ProviderAddress {
 public:
  ProviderAddress(Loop& loop, const Provider& provider);
  ~ProviderAddress();

  using Found = std::function<void(const std::vector<boost::asio::ip::address>& addresses)>;
  /// Until Stop(). Tells what went wrong to the log, once for each change, and `found` the addresses whenever
  /// they are others.
  void Start(Found found);
  void Stop();
  /// Where calls go: the same address as long as it is among the records, which DNS shuffles. nullopt while
  /// it was never resolved.
  std::optional<sip::Endpoint> Current() const;

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with look-ups that are under way
};
}  // namespace vss::pbx_embedded
