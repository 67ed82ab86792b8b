#include "sip/sdp/parser.hpp"

#include <algorithm>

#include "sip/message/chars.hpp"
#include "sip/message/message.hpp"
#include "sip/sdp/codecs.hpp"
#include "sip/sdp/direction.hpp"

namespace vss::sip::sdp {
namespace {

/// The next word of a line whose words stand between spaces; "" at its end.
std::string_view NextWord(std::string_view& rest) {
  rest = rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
  const std::string_view word = rest.substr(0, rest.find(' '));
  rest.remove_prefix(word.size());
  return word;
}

std::optional<std::uint16_t> ParsePort(std::string_view text) {
  const auto number = ParseNumber(text);
  if (!number || *number > 0xFFFF) return std::nullopt;
  return static_cast<std::uint16_t>(*number);
}

/// "IN IP4 address[/ttl]": the address without its ttl.
std::optional<std::string_view> TakeAddress(std::string_view rest) {
  if (NextWord(rest) != "IN") return std::nullopt;
  const std::string_view family = NextWord(rest);
  if (family != "IP4" && family != "IP6") return std::nullopt;
  std::string_view address = NextWord(rest);
  address = address.substr(0, address.find('/'));
  return address.empty() ? std::nullopt : std::optional(address);
}

/// 0 … 127 as one writes it: "00" would be another format with the same number.
std::optional<int> PayloadType(std::string_view text) {
  const auto number = ParseNumber(text);
  if (!number || *number > 127 || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  return static_cast<int>(*number);
}

/// Control characters stand in no line (RFC 8866 §9: byte-string is without NUL, CR, LF); others of them hide
/// things.
bool IsText(std::string_view value) {
  return std::ranges::none_of(value, [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7F; });
}
}  // namespace

std::expected<Session, Problem> Parse(std::string_view text) { return Parser().Run(text); }

std::expected<Session, Problem> Parser::Run(std::string_view text) {
  if (text.size() > kMaxBytes) return Fail("too long");
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    if (line.size() < 2 || line[1] != '=' || !IsText(line)) return Fail("line");
    if (!has_version_ && line[0] != 'v') return Fail("does not begin with v=");
    if (auto done = Line(line[0], line.substr(2)); !done) return std::unexpected(done.error());
  }
  if (auto done = Finish(); !done) return std::unexpected(done.error());
  return std::move(session_);
}

Parser::Step Parser::Line(char type, std::string_view value) {
  switch (type) {
    case 'v':
      if (has_version_ || Trim(value) != "0") return Fail("v=");
      has_version_ = true;
      return {};
    case 'o':
      return Origin(value);
    case 's':
      if (!Trim(value).empty()) session_.name = Trim(value);
      return {};
    case 'c':
      return Connection(value);
    case 'm':
      return MediaLine(value);
    case 'a':
      Attribute(value);
      return {};
    default:
      return {};
  }
}

Parser::Step Parser::Origin(std::string_view value) {
  if (has_origin_) return Fail("two o=");
  has_origin_ = true;
  // A call needs nothing of it, and devices write tokens for numbers, or names with spaces: a line in another
  // form is passed over.
  std::string_view rest = value;
  const std::string_view user = NextWord(rest), id = NextWord(rest), version = NextWord(rest);
  const auto address = TakeAddress(rest);
  if (!address) return {};
  session_.origin_user = user;
  session_.id = id;
  session_.version = version;
  session_.origin_address = *address;
  return {};
}

Parser::Step Parser::Connection(std::string_view value) {
  const auto address = TakeAddress(value);
  if (Media* media = at_hand()) {
    // A second c= of a stream adds a group of the same multicast session (RFC 8866 §5.7): nothing for a call.
    if (!address || !media->address.empty()) media->odd = true;
    if (address && media->address.empty()) media->address = *address;
    return {};
  }
  if (!session_address_.empty()) return Fail("two c=");
  if (address) session_address_ = *address;
  return {};
}

Parser::Step Parser::MediaLine(std::string_view value) {
  if (session_.media.size() == kMaxMedia) return Fail("too many m=");
  Media media;
  media.kind = NextWord(value);
  const std::string_view ports = NextWord(value);
  const auto port = ParsePort(ports.substr(0, ports.find('/')));
  media.protocol = NextWord(value);
  if (media.kind.empty() || media.protocol.empty()) return Fail("m=");
  media.port = port.value_or(0);
  media.direction = session_direction_;
  for (std::string_view word = NextWord(value); !word.empty(); word = NextWord(value)) {
    if (media.formats.size() == kMaxFormats) break;
    if (std::ranges::find(media.formats, word) != media.formats.end()) continue;
    media.formats.emplace_back(word);
    const auto number = PayloadType(word);
    if (IsRtp(media.protocol) && number && media.codecs.size() < kMaxCodecs) {
      media.codecs.push_back(StaticCodec(*number));
    }
  }
  // A stream that nobody could take, but whose place in the answer must be filled (RFC 3264 §6).
  media.odd = !port || media.formats.empty();
  if (media.formats.empty()) media.formats.emplace_back("*");
  session_.media.push_back(std::move(media));
  return {};
}

void Parser::Attribute(std::string_view value) {
  const std::string_view name = value.substr(0, value.find(':'));
  const std::string_view text = name.size() < value.size() ? Trim(value.substr(name.size() + 1)) : "";
  if (const auto direction = ParseDirection(Trim(name))) {
    (at_hand() != nullptr ? at_hand()->direction : session_direction_) = *direction;
    return;
  }
  Media* media = at_hand();
  if (media == nullptr) return;
  if (name == "rtpmap") return Rtpmap(text);
  if (name == "fmtp") Fmtp(text);
  if (name == "rtcp-mux") media->rtcp_mux = true;
  if (name == "ptime") media->ptime_ms = static_cast<int>(std::min(ParseNumber(text).value_or(0), 1000U));
  // RFC 3605: an address behind the port is passed over; reports go nowhere but to the media's own address.
  // What is no port leaves them at the port above the media's.
  if (name == "rtcp") {
    const auto port = ParsePort(text.substr(0, text.find(' ')));
    if (port && *port != 0) media->rtcp_port = port;
  }
}

Codec* Parser::Find(std::string_view payload_type) {
  const auto number = PayloadType(payload_type);
  if (!number || at_hand() == nullptr) return nullptr;
  for (Codec& codec : at_hand()->codecs) {
    if (codec.payload_type == *number) return &codec;
  }
  return nullptr;
}

/// "96 name/rate[/channels]" (RFC 8866 §6.6). What is not written so says nothing.
void Parser::Rtpmap(std::string_view value) {
  Codec* codec = Find(NextWord(value));
  if (codec == nullptr) return;
  std::string_view rest = NextWord(value);
  const auto part = [&rest] {
    const std::string_view taken = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(taken.size() + 1, rest.size()));
    return taken;
  };
  const std::string_view name = part();
  const auto rate = ParseNumber(part());
  const auto channels = rest.empty() ? 1 : ParseNumber(part());
  const bool sane_rate = rate && *rate != 0 && *rate <= 1'000'000;
  const bool sane_channels = channels && *channels != 0 && *channels <= 255;
  if (name.empty() || !sane_rate || !sane_channels) return;
  codec->name = UpperCase(name);
  codec->clock_rate = static_cast<int>(*rate);
  codec->channels = static_cast<int>(*channels);
}

void Parser::Fmtp(std::string_view value) {
  if (Codec* codec = Find(NextWord(value))) codec->fmtp = Trim(value);
}

Parser::Step Parser::Finish() {
  if (!has_version_) return Fail("nothing");
  if (!has_origin_) return Fail("no o=");
  for (Media& media : session_.media) {
    if (media.address.empty()) media.address = session_address_;
    if (media.address.empty()) media.odd = true;
    // A dynamic number without a=rtpmap says nothing; it stays in the formats only.
    std::erase_if(media.codecs, [](const Codec& codec) { return codec.name.empty(); });
  }
  return {};
}
}  // namespace vss::sip::sdp
