#pragma once
#include "sip/sdp/sdp.hpp"

namespace vss::sip::sdp {

/// Reads a description line by line. Lines of types that VSS has no use for are passed over (RFC 8866 §5);
/// what a stream says stands above what the session says. A mistake inside a stream is that stream's
/// (Media::odd), or its codec's; only what breaks the whole description is a Problem.
class Parser {
 public:
  std::expected<Session, Problem> Run(std::string_view text);

 private:
  using Step = std::expected<void, Problem>;
  Step Line(char type, std::string_view value);
  Step Origin(std::string_view value);
  Step Connection(std::string_view value);
  Step MediaLine(std::string_view value);
  void Attribute(std::string_view value);
  void Rtpmap(std::string_view value);
  void Fmtp(std::string_view value);
  /// The codec of the stream at hand with this number; null when its m= line does not list it.
  Codec* Find(std::string_view payload_type);
  Media* at_hand() { return session_.media.empty() ? nullptr : &session_.media.back(); }
  Step Finish();

  Session session_;
  std::string session_address_;
  Direction session_direction_ = Direction::kSendRecv;
  bool has_version_ = false, has_origin_ = false;
};
}  // namespace vss::sip::sdp
