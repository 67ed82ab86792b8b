#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "sip/edge/source_table.hpp"
#include "sip/transport/receiver_filter.hpp"

namespace vss::sip {

struct Peek;

/// The first look at what comes in, before it is parsed or costs a transaction: drops garbage, scanners and
/// floods without an answer, which would only tell them that somebody is here. Cheap: one lookup and one pass
/// over the headers. A datagram says nothing about who sent it, so what is done for its sake never lasts: too
/// many are dropped by rate, and nobody is banned but whose connection proves that the address is its own. On
/// its shard's thread.
class Admission final : public ReceiverFilter {
 public:
  static constexpr std::size_t kMaxProviderAddresses = 16;

  struct Settings {
    SourceTable::Limits limits;
    /// Of each registered phone (one port), and of the connections of one address: datagrams that somebody
    /// writes a phone's address into use up the limit of the address, and the phone still has its own.
    SourceTable::Limits known{.max_sources = 65'536, .per_second = 400, .burst = 2'000};
    /// Of each address of the provider. Every call brings requests from there, so it is far above what one
    /// call centre needs; it bounds what a provider gone mad can cost.
    SourceTable::Limits provider{.max_sources = kMaxProviderAddresses, .per_second = 20'000, .burst = 40'000};
    std::chrono::milliseconds ban{std::chrono::minutes(10)};
    /// Of User-Agent, in lower case; a part of it is enough.
    std::vector<std::string> scanners{
        "friendly-scanner", "friendly-request", "sipvicious", "sundayddr",    "sipcli",
        "sip-scan",         "vaxsipuseragent",  "pplsip",     "siparmyknife", "sivus"};
    /// Never limited or banned. 127.0.0.1 never is either: the hosted softphones are there.
    std::vector<boost::asio::ip::address> exempt;
    /// Whether a registration lives at this address: a scanner behind a phone's NAT must not cut the phone
    /// off, as long as the address keeps to its rate.
    std::function<bool(const boost::asio::ip::address&)> has_registration =
        [](const boost::asio::ip::address&) { return false; };
    /// Whether a phone registered from just there. Asked about who is over the rate of its address, or
    /// banned.
    std::function<bool(const Endpoint&)> is_registered = [](const Endpoint&) { return false; };
  };
  struct Counters {
    std::uint64_t passed = 0, keep_alives = 0, garbage = 0, scanners = 0, banned = 0, rate_limited = 0;
    std::uint64_t bans = 0;   ///< sources that were banned
    std::size_t sources = 0;  ///< known now
  };

  Admission(const Clock& clock, Random& random, Settings settings);

  /// Where the provider is now, in place of where it was: never banned, and with a limit of its own. Beyond
  /// kMaxProviderAddresses the rest are strangers.
  void SetProvider(std::vector<boost::asio::ip::address> addresses);

  void OnBytes(const Flow& flow, std::string_view bytes) override;
  Counters counters() const;

 private:
  bool Admits(const Flow& flow, const Peek& peek);
  bool AdmitsExempt(const Peek& peek);
  bool AdmitsProvider(const Flow& flow);
  bool WithinRate(const Flow& flow, std::chrono::milliseconds now);
  void Ban(const Flow& flow, std::chrono::milliseconds now);
  bool IsExempt(const boost::asio::ip::address& address) const;
  bool IsProvider(const boost::asio::ip::address& address) const;
  std::chrono::milliseconds Now() const;
  bool IsScanner(std::string_view user_agent) const;

  const Clock& clock_;
  Settings settings_;
  std::vector<boost::asio::ip::address> provider_;
  SourceTable sources_, known_, provider_sources_;
  Counters counters_;
};
}  // namespace vss::sip
