#include <fmt/format.h>

#include <algorithm>

#include "sip/sdp/codecs.hpp"

namespace vss::sip::sdp {
namespace {
using Out = std::back_insert_iterator<std::string>;

/// A field without what would end its line.
std::string Clean(std::string_view text) {
  std::string out(text);
  std::erase_if(out, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
  return out;
}

std::string Address(std::string_view address) {
  return fmt::format("IN {} {}", address.contains(':') ? "IP6" : "IP4", Clean(address));
}

void WriteCodec(Out out, const Codec& codec) {
  // Names have no case (RFC 8866 §6.6), but some phones look for this one as RFC 4733 writes it.
  const std::string name = codec.name == kTelephoneEvent ? "telephone-event" : Clean(codec.name);
  fmt::format_to(out, "a=rtpmap:{} {}/{}", codec.payload_type, name, codec.clock_rate);
  if (codec.channels != 1) fmt::format_to(out, "/{}", codec.channels);
  fmt::format_to(out, "\r\n");
  if (!codec.fmtp.empty()) fmt::format_to(out, "a=fmtp:{} {}\r\n", codec.payload_type, Clean(codec.fmtp));
}

void WriteMedia(Out out, const Media& media, std::string_view session_address) {
  fmt::format_to(out, "m={} {} {}", Clean(media.kind), media.port, Clean(media.protocol));
  for (const std::string& format : media.formats) fmt::format_to(out, " {}", Clean(format));
  fmt::format_to(out, "\r\n");
  if (!media.address.empty() && media.address != session_address) {
    fmt::format_to(out, "c={}\r\n", Address(media.address));
  }
  for (const Codec& codec : media.codecs) WriteCodec(out, codec);
  if (media.ptime_ms != 0) fmt::format_to(out, "a=ptime:{}\r\n", media.ptime_ms);
  if (media.rtcp_port) fmt::format_to(out, "a=rtcp:{}\r\n", *media.rtcp_port);
  if (media.rtcp_mux) fmt::format_to(out, "a=rtcp-mux\r\n");
  // RFC 3264 §6: a refused stream says no more.
  if (media.port != 0) fmt::format_to(out, "a={}\r\n", ToString(media.direction));
}
}  // namespace

std::string Write(const Session& session) {
  std::string text;
  text.reserve(512);
  const Out out(text);
  fmt::format_to(out, "v=0\r\no={} {} {} {}\r\ns={}\r\n", Clean(session.origin_user), session.id,
                 session.version, Address(session.origin_address), Clean(session.name));
  // Before the streams, where the oldest phones look for it.
  const auto first =
      std::ranges::find_if(session.media, [](const Media& media) { return !media.address.empty(); });
  const std::string_view address = first != session.media.end() ? first->address : std::string_view();
  if (!address.empty()) fmt::format_to(out, "c={}\r\n", Address(address));
  fmt::format_to(out, "t=0 0\r\n");
  for (const Media& media : session.media) WriteMedia(out, media, address);
  return text;
}
}  // namespace vss::sip::sdp
