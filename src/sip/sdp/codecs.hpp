#pragma once
#include "sip/sdp/sdp.hpp"

namespace vss::sip::sdp {
inline constexpr std::string_view kTelephoneEvent = "TELEPHONE-EVENT";
/// RFC 4733 §2.5.1.1: the digits, * and #, and A to D.
inline constexpr std::string_view kDigitEvents = "0-15";

std::string UpperCase(std::string_view text);
/// The stream's formats are RTP payload types, secured or not.
bool IsRtp(std::string_view protocol);
/// Payload types that need no rtpmap (RFC 3551 §6); without a name when it is not one that VSS talks.
Codec StaticCodec(int payload_type);
bool SameCodec(const Codec& a, const Codec& b);
}  // namespace vss::sip::sdp
