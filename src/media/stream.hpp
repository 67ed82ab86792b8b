#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/udp.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/network.hpp"
#include "media/codec.hpp"

namespace vss::media {

/// What one direction-pair of RTP was agreed to be.
struct Format {
  Codec codec = Codec::kPcma;
  std::uint8_t payload_type = 8;
  int dtmf_payload_type = -1;   ///< RFC 4733, of events that we send; -1: none
  int dtmf_received_type = -1;  ///< of events that come, when that is another one (RFC 3264 §6.1)
  int ptime_ms = 20;
};

/// The peer that SDP signalled.
struct Peer {
  boost::asio::ip::udp::endpoint rtp, rtcp;
  Format format;
  /// From where packets are taken, and to where ours go once one came. All else is dropped and counted.
  enum class Source : std::uint8_t {
    kStrict,    ///< `rtp` and nothing else
    kSameHost,  ///< any port of the address of `rtp`: the peer is behind NAT
    kNetworks,  ///< the same, or wherever in `networks` the first packet comes from
  } source = Source::kStrict;
  std::vector<Network> networks;
  bool send = true, receive = true;
};

/// Of what arrived (RFC 3550 §6.4, A.3, A.8) and of what the peer reports about ours.
struct Quality {
  std::uint64_t packets_in = 0, packets_out = 0, bytes_in = 0, bytes_out = 0;
  std::uint64_t lost = 0, duplicate = 0, reordered = 0, foreign = 0;  ///< foreign: dropped, wrong source
  double loss_pct = 0, jitter_ms = 0;
  std::optional<double> remote_loss_pct, remote_jitter_ms, round_trip_ms;  ///< from RTCP
  std::optional<double> mos;  ///< 1 … 4.5, G.107 E-model; none without packets
};

/// One frame of G.711 as it came, already in order of arrival.
struct Frame {
  std::span<const std::uint8_t> payload;  ///< one byte a sample, in `codec`
  Codec codec = Codec::kPcma;
  std::uint32_t timestamp = 0;  ///< RTP, 8 kHz
  std::uint16_t sequence = 0;
  bool marker = false;
  std::uint32_t ssrc = 0;
};

class StreamUser {
 public:
  virtual ~StreamUser() = default;
  virtual void OnFrame(const Frame& frame) = 0;
  /// Once per digit, at its start (RFC 4733, end bit seen or three lost).
  virtual void OnDigit(char digit) = 0;
  /// Nothing that shows the peer alive was received for Settings::media_timeout although sound was agreed on
  /// both ways: no RTP of any payload type, no RTCP. Told once until something comes, or StillThere().
  virtual void OnMediaTimeout() = 0;
};

/// One RTP session with one peer: a pair of local ports, statistics, RTCP. Closes them when destroyed. On its
/// engine's thread.
class Stream {
 public:
  virtual ~Stream() = default;
  virtual std::uint16_t rtp_port() const = 0;
  /// Sets or replaces the peer; before that nothing is sent and what arrives is dropped.
  virtual void Connect(const Peer& peer) = 0;
  virtual void SetUser(StreamUser* user) = 0;
  /// Sends one frame in the agreed codec; the stream gives sequence, SSRC and a timestamp that goes on by
  /// payload.size(), or jumps by the time that passed after silence.
  virtual void Send(std::span<const std::uint8_t> payload, Codec codec) = 0;
  /// Queues a digit as RFC 4733 events; false when the peer takes none.
  virtual bool SendDigit(char digit, std::chrono::milliseconds duration) = 0;
  /// The peer is there, as something else than its media has shown: the time-out starts anew.
  virtual void StillThere() = 0;
  /// OnMediaTimeout was told, and nothing came since.
  virtual bool silent() const = 0;
  virtual Quality quality() const = 0;
  virtual std::optional<Peer> peer() const = 0;
};
}  // namespace vss::media
