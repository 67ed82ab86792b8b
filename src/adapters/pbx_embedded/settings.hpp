#pragma once
#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/net/connection_budget.hpp"
#include "base/secret.hpp"
#include "media/engine.hpp"
#include "sip/registrar/authenticator.hpp"
#include "sip/registrar/keep_alive.hpp"

namespace vss::pbx_embedded {

enum class ProviderRegistration : std::uint8_t { kOff, kOn };
enum class ProviderPing : std::uint8_t { kOff, kOn };

/// Where calls leave to. Without one they go to the test exchange.
struct Provider {
  std::string host;  ///< name or address
  std::uint16_t port = 5060;
  std::string domain;  ///< of our address there; empty: host
  std::string user;    ///< empty: it knows us by our address
  Secret password;
  int calls_per_second = 0;                                     ///< 0: no limit
  int concurrent_calls = 0;                                     ///< 0: no limit
  ProviderRegistration registers = ProviderRegistration::kOff;  ///< as `user`
  ProviderPing ping = ProviderPing::kOn;
  sip::KeepAlive::Settings keep_alive;                       ///< of the pings
  media::Peer::Source media = media::Peer::Source::kStrict;  ///< from where its sound is taken
  std::vector<Network> media_networks;                       ///< with kNetworks
};

struct Settings {
  boost::asio::ip::address bind = boost::asio::ip::make_address("0.0.0.0");
  std::uint16_t port = 5060;  ///< UDP and TCP; 0: the kernel picks one (one shard only)
  std::string external_ip;    ///< what SDP and Contact say to peers off this machine; empty: our address
  std::string domain = "vss.internal";  ///< of lines, and their realm
  std::uint16_t first_rtp_port = 20'000, last_rtp_port = 29'999;
  int shards = 0;  ///< threads; 0: one a core, at most 8
  sip::DigestOffer digest = sip::DigestOffer::kMd5;
  std::optional<Provider> provider;
  /// Peers that are neither limited in rate nor banned: a proxy or session border controller of ours, behind
  /// which every phone has its address. They prove who they are like everybody.
  std::vector<boost::asio::ip::address> trusted;
  media::Engine::Samples prompt;           ///< what AUTO lines play; none: a built-in melody
  std::chrono::seconds media_timeout{60};  ///< zero: silence ends no call
  std::vector<Network> phone_networks;     ///< that phones may name in SDP besides where their SIP comes from
  std::chrono::seconds line_expiry{300};   ///< that AUTO lines register for
  ConnectionBudget::Limits connections;    ///< of SIP over TCP, all shards together
};

/// The SIP port cannot be had. what() says who holds it.
class PortInUse : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
}  // namespace vss::pbx_embedded
