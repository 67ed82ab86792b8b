#include "sip/sdp/codecs.hpp"

#include "sip/message/chars.hpp"

namespace vss::sip::sdp {

std::string UpperCase(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  }
  return out;
}

bool IsRtp(std::string_view protocol) { return protocol.contains("RTP/"); }

Codec StaticCodec(int payload_type) {
  Codec codec{.payload_type = payload_type};
  if (payload_type == 0) codec.name = "PCMU";
  if (payload_type == 8) codec.name = "PCMA";
  return codec;
}

bool SameCodec(const Codec& a, const Codec& b) {
  return a.name == b.name && a.clock_rate == b.clock_rate && a.channels == b.channels;
}

std::vector<Codec> DefaultCodecs() {
  return {StaticCodec(8),
          StaticCodec(0),
          {.payload_type = 101, .name = std::string(kTelephoneEvent), .fmtp = std::string(kDigitEvents)}};
}
}  // namespace vss::sip::sdp
