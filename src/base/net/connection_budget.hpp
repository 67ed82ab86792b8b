#pragma once
#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace vss {

/// Whom an address stands for when it is counted: one host has all of an IPv6 /64 to itself (RFC 4291
/// §2.5.1), and could take another address for each datagram and connection.
boost::asio::ip::address SourceOf(const boost::asio::ip::address& address);

/// The same for an address as text, as text; what is no address stands for itself.
std::string SourceName(std::string_view address);

/// How many connections there may be at once, in total and for each source, over all who accept them: the
/// kernel spreads the connections of one peer over the shards of a port. Asked once for each connection.
/// Thread-safe.
class ConnectionBudget {
 public:
  struct Limits {
    std::size_t total = 20'000;
    std::size_t per_source = 1'000;                   ///< people and phones behind one NAT share an address
    std::vector<boost::asio::ip::address> trusted{};  ///< proxies of ours: only the total counts for them
  };
  explicit ConnectionBudget(Limits limits) : limits_(std::move(limits)) {}

  /// False when there is no room. Each that was taken is given back once.
  bool Take(const boost::asio::ip::address& peer);
  void Give(const boost::asio::ip::address& peer);

 private:
  const Limits limits_;
  std::mutex mutex_;
  std::size_t taken_ = 0;
  std::map<boost::asio::ip::address, std::size_t> of_source_;
};

/// Takes a place that is given back when the last copy of what is returned goes; null when there is none.
std::shared_ptr<void> TakePlace(const std::shared_ptr<ConnectionBudget>& budget,
                                const boost::asio::ip::address& peer);
}  // namespace vss
