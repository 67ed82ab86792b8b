#include "adapters/pbx_embedded/provider_address.hpp"

#include <algorithm>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/log.hpp"

namespace vss::pbx_embedded {
namespace {
namespace ip = boost::asio::ip;
constexpr auto kEvery = std::chrono::seconds(60);
constexpr auto kRetry = std::chrono::seconds(5);
}  // namespace

struct ProviderAddress::State : std::enable_shared_from_this<State> {
  State(Loop& loop, const Provider& provider)
      : host(provider.host), port(provider.port), resolver(loop.context()), timer(loop.context()) {}

  void Ask() {
    resolver.async_resolve(ip::udp::v4(), host, "",
                           [self = shared_from_this()](const boost::system::error_code& failure,
                                                       const ip::udp::resolver::results_type& results) {
                             if (!self->stopped) self->Take(failure, results);
                           });
  }

  void Take(const boost::system::error_code& failure, const ip::udp::resolver::results_type& results) {
    const bool resolved = !failure && !results.empty();
    if (resolved) {
      Keep(results);
    } else if (!failing) {
      log::Warning("PBX", "the provider's name does not resolve",
                   {{"host", host}, {"error", failure.message()}});
    }
    failing = !resolved;
    timer.expires_after(resolved ? kEvery : kRetry);
    timer.async_wait([self = shared_from_this()](const boost::system::error_code& cancelled) {
      if (!cancelled && !self->stopped) self->Ask();
    });
  }

  void Keep(const ip::udp::resolver::results_type& results) {
    std::vector<ip::address> now;
    for (const auto& result : results) now.push_back(result.endpoint().address());
    if (!address || std::ranges::find(now, address->address) == now.end()) address = {now.front(), port};
    std::ranges::sort(now);
    if (std::exchange(all, now) != now && found) found(now);
  }

  const std::string host;
  const std::uint16_t port;
  ip::udp::resolver resolver;
  boost::asio::steady_timer timer;
  std::optional<sip::Endpoint> address;
  std::vector<ip::address> all;  ///< sorted
  Found found;
  bool failing = false, stopped = false;
};

ProviderAddress::ProviderAddress(Loop& loop, const Provider& provider)
    : state_(std::make_shared<State>(loop, provider)) {
  boost::system::error_code no_literal;
  const auto literal = ip::make_address(provider.host, no_literal);
  if (!no_literal) state_->address = sip::Endpoint{literal, provider.port};
}

ProviderAddress::~ProviderAddress() { Stop(); }

void ProviderAddress::Start(Found found) {
  state_->found = std::move(found);
  if (!state_->address) return state_->Ask();
  state_->found({state_->address->address});
}

void ProviderAddress::Stop() {
  state_->stopped = true;
  state_->resolver.cancel();
  state_->timer.cancel();
}

std::optional<sip::Endpoint> ProviderAddress::Current() const { return state_->address; }
}  // namespace vss::pbx_embedded
