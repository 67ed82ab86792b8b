#pragma once
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Session descriptions for audio (RFC 4566 / 8866) and the offer/answer of RFC 3264. Pure.
namespace vss::sip::sdp {

enum class Direction : std::uint8_t { kSendRecv, kSendOnly, kRecvOnly, kInactive };
std::string_view ToString(Direction direction);
/// What the other side sees: sendonly ↔ recvonly.
Direction Reverse(Direction direction);

struct Codec {
  int payload_type = 0;   ///< 0 … 127
  std::string name;       ///< upper case: PCMU, PCMA, TELEPHONE-EVENT
  int clock_rate = 8000;  ///< Hz
  int channels = 1;
  std::string fmtp;
};

struct Media {
  std::string kind;                  ///< audio, video …
  std::uint16_t port = 0;            ///< 0: refused or removed
  std::string protocol;              ///< RTP/AVP
  std::string address;               ///< an IP or a host name: of its c= line, or of the session's
  std::vector<Codec> codecs;         ///< in order of preference; only for RTP/AVP*
  std::vector<std::string> formats;  ///< the m= line's own, for refusing it as it was
  Direction direction = Direction::kSendRecv;
  std::optional<std::uint16_t> rtcp_port;  ///< a=rtcp (RFC 3605)
  bool rtcp_mux = false;                   ///< RFC 5761
  int ptime_ms = 0;                        ///< 0 when not given
  bool odd = false;                        ///< it breaks a rule: for nothing but being refused in its place
};

struct Session {
  std::string origin_user = "-";
  std::string id = "0", version = "0";  ///< as the peer writes them: digits, or whatever
  std::string origin_address;
  std::string name = "-";
  std::vector<Media> media;  ///< at most kMaxMedia
};
inline constexpr std::size_t kMaxBytes = 16'384, kMaxMedia = 32, kMaxCodecs = 32, kMaxFormats = 128;

struct Problem {
  std::string_view what;
};
inline std::unexpected<Problem> Fail(std::string_view what) { return std::unexpected(Problem{what}); }
std::expected<Session, Problem> Parse(std::string_view text);
/// Write(Parse(x)) can be parsed and writes the same again. Line breaks inside fields are left out.
std::string Write(const Session& session);

/// What we want to talk: one audio stream over G.711 and RFC 4733 events.
struct Local {
  std::string address;  ///< what c= says
  std::uint16_t rtp_port = 0;
  std::uint64_t session_id = 0, version = 0;
  Direction direction = Direction::kSendRecv;
  std::vector<Codec> codecs;  ///< empty: PCMA, PCMU, telephone-event 101
};
std::vector<Codec> DefaultCodecs();
Session MakeOffer(const Local& local);
/// An offer inside a dialog: as many streams in the same order as in `previous`, the description of ours
/// before it (RFC 3264 §8). Our audio stays where it was; the others stay refused.
Session MakeOffer(const Local& local, const Session& previous);

/// What both sides agreed on for the audio. A peer at the unspecified address holds the call in the manner of
/// RFC 2543 (RFC 3264 §8.4): inactive, with ports 0.
struct Agreed {
  std::string remote_address;  ///< an IP, or a host name that somebody has to resolve
  std::uint16_t remote_rtp_port = 0, remote_rtcp_port = 0;
  Codec audio;                                 ///< payload type as the peer wants to receive it
  std::optional<Codec> telephone_event;        ///< likewise
  int telephone_event_in = -1;                 ///< payload type of the events that come: we said it; -1: none
  Direction direction = Direction::kSendRecv;  ///< as we see it
  int ptime_ms = 20;
};
struct Answer {
  Session session;  ///< to send back; streams other than the first usable audio are refused with port 0
  Agreed agreed;
};
/// RFC 3264 §6. Problem when no audio stream can be agreed on (answer 488): none that we talk, or only such
/// as ask to send media where no peer may be (multicast, broadcast, no host at all).
std::expected<Answer, Problem> MakeAnswer(const Session& offer, const Local& local);
/// RFC 3264 §7: our offer was `offer`, this is what came back. Streams that it answers beyond those of the
/// offer are none.
std::expected<Agreed, Problem> TakeAnswer(const Session& offer, const Session& answer);
}  // namespace vss::sip::sdp
