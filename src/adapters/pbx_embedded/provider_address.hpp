#pragma once
#include <functional>
#include <memory>
#include <optional>

#include "adapters/pbx_embedded/settings.hpp"
#include "base/async/loop.hpp"
#include "sip/transport/flow.hpp"

namespace vss::pbx_embedded {

/// The provider's address: its A record, asked for again every minute; while DNS does not answer the last one
/// counts. On the HTTP loop; the look-up itself runs on a thread of Asio's.
class ProviderAddress {
 public:
  ProviderAddress(Loop& loop, const Provider& provider);
  ~ProviderAddress();

  /// Until Stop(). Tells what went wrong to the log, once for each change, and `found` each address that is
  /// new.
  void Start(std::function<void(const sip::Endpoint&)> found);
  void Stop();
  /// nullopt while it was never resolved.
  std::optional<sip::Endpoint> Current() const;

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with look-ups that are under way
};
}  // namespace vss::pbx_embedded
