#include "adapters/pbx_embedded/host_lookup.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <vector>

namespace vss::pbx_embedded {
using boost::asio::ip::udp;

struct HostLookup::Query {
  explicit Query(boost::asio::io_context& io) : resolver(io), timer(io) {}
  udp::resolver resolver;
  boost::asio::steady_timer timer;
  std::vector<Done> waiting;
  bool late = false;  ///< those who waited were told; the resolver is still at it

  void Tell(const Address& address) {
    timer.cancel();
    for (Done& done : std::exchange(waiting, {})) done(address);
  }
};

HostLookup::~HostLookup() {
  for (const auto& [name, query] : pending_) {
    query->waiting.clear();
    query->timer.cancel();
    query->resolver.cancel();
  }
}

void HostLookup::Resolve(const std::string& name, Done done) {
  const auto known = known_.find(name);
  if (known != known_.end() && clock_.SteadyNow() < known->second.until) return done(known->second.address);
  const auto pending = pending_.find(name);
  if (pending == pending_.end()) return Ask(name, std::move(done));
  if (pending->second->late) return done(std::nullopt);
  pending->second->waiting.push_back(std::move(done));
}

void HostLookup::Ask(const std::string& name, Done done) {
  if (pending_.size() >= kMaxPending) return done(std::nullopt);
  const auto query = std::make_shared<Query>(io_);
  pending_.emplace(name, query);
  query->waiting.push_back(std::move(done));
  query->timer.expires_after(kPatience);
  query->timer.async_wait([query](const boost::system::error_code& cancelled) {
    if (cancelled) return;
    query->late = true;
    query->Tell(std::nullopt);
  });
  query->resolver.async_resolve(name, "",
                                [this, name, query](const boost::system::error_code& failure,
                                                    const udp::resolver::results_type& results) {
                                  if (failure == boost::asio::error::operation_aborted)
                                    return;  // `this` is gone
                                  Address address;
                                  // Media sockets are IPv4's unless VSS_SIP_BIND says otherwise, so such an
                                  // address is the better one.
                                  for (const auto& result : results) {
                                    const auto found = result.endpoint().address();
                                    if (!address || (address->is_v6() && found.is_v4())) address = found;
                                  }
                                  Keep(name, address);
                                  pending_.erase(name);
                                  query->Tell(address);
                                });
}

void HostLookup::Keep(const std::string& name, const Address& address) {
  const Steady now = clock_.SteadyNow();
  if (known_.size() >= kMaxKnown)
    std::erase_if(known_, [now](const auto& entry) { return entry.second.until <= now; });
  if (known_.size() >= kMaxKnown) known_.clear();
  known_.insert_or_assign(name, Known{address, now + kKeep});
}
}  // namespace vss::pbx_embedded
