#include "sip/message/parser.hpp"

#include <utility>

#include "sip/message/chars.hpp"
#include "sip/message/header_names.hpp"

namespace vss::sip {
namespace {

constexpr std::uint64_t Bit(HeaderId id) { return std::uint64_t{1} << std::to_underlying(id); }

/// Headers that hold one value (§20); two of them would let two readers see two messages (§7.3.1, RFC 4475
/// §3.3.8).
constexpr std::uint64_t kOnce =
    Bit(HeaderId::kFrom) | Bit(HeaderId::kTo) | Bit(HeaderId::kCallId) | Bit(HeaderId::kCSeq) |
    Bit(HeaderId::kMaxForwards) | Bit(HeaderId::kContentType) | Bit(HeaderId::kContentLength) |
    Bit(HeaderId::kExpires) | Bit(HeaderId::kMinExpires) | Bit(HeaderId::kEvent) | Bit(HeaderId::kReferTo) |
    Bit(HeaderId::kReferredBy) | Bit(HeaderId::kReplaces) | Bit(HeaderId::kRSeq) | Bit(HeaderId::kRAck) |
    Bit(HeaderId::kSessionExpires) | Bit(HeaderId::kMinSe) | Bit(HeaderId::kTimestamp) | Bit(HeaderId::kDate);

/// §7.5: empty lines before the start line are skipped.
std::string_view SkipEmptyLines(std::string_view bytes) {
  while (bytes.starts_with("\r\n")) bytes.remove_prefix(2);
  return bytes;
}
}  // namespace

Parser::Parser(std::string_view bytes, Message& out)
    : bytes_(SkipEmptyLines(bytes)), lines_(bytes_), out_(out) {}

Parser::Step Parser::Run() {
  out_.Clear();
  if (bytes_.empty()) return Fail("nothing");
  if (bytes_.size() > Message::kMaxBytes) return Fail("too long");
  for (const auto step : {&Parser::StartLine, &Parser::HeaderLines, &Parser::Mandatory, &Parser::CSeqFits,
                          &Parser::MaxForwards, &Parser::Body}) {
    if (auto done = (this->*step)(); !done) return done;
  }
  return overfull_ && (out_.is_request || lacks_) ? Fail(kTooManyHeaders) : Step{};
}

Parser::Step Parser::HeaderLines() {
  for (;;) {
    const auto line = lines_.NextFolded();
    if (!line) return std::unexpected(line.error());
    if (line->empty()) return {};
    if (auto done = HeaderLine(*line); !done) return done;
  }
}

Parser::Step Parser::HeaderLine(std::string_view line) {
  Header header;
  header.name = TakeWhile(line, chars::kToken);
  if (header.name.empty()) return Fail("header without name");
  while (line.starts_with(' ') || line.starts_with('\t')) line.remove_prefix(1);
  if (!line.starts_with(':')) return Fail("header without colon");
  header.value = Trim(line.substr(1));
  header.id = FindHeaderId(header.name);
  if ((out_.present_ & kOnce & Bit(header.id)) != 0) return Fail("header that may stand once only");
  out_.present_ |= Bit(header.id);
  overfull_ = overfull_ || out_.count_ >= Message::kMaxHeaders;
  // What a message is refused by may stand behind headers that nobody knows.
  const bool kept = !overfull_ || (header.id != HeaderId::kOther && out_.count_ < out_.headers_.size());
  if (kept) out_.headers_[out_.count_++] = header;
  lacks_ = lacks_ || (!kept && header.id != HeaderId::kOther);
  return {};
}

/// §8.1.1: what every message has. Max-Forwards and the From tag are missing in those of RFC 2543's time.
Parser::Step Parser::Mandatory() {
  std::string_view vias = out_.Find(HeaderId::kVia), topmost;
  if (!NextElement(vias, topmost)) return Fail("no Via");
  const auto via = ParseVia(topmost);
  if (!via) return std::unexpected(via.error());
  const auto from = ParseAddress(out_.Find(HeaderId::kFrom));
  if (!from) return std::unexpected(from.error());
  const auto to = ParseAddress(out_.Find(HeaderId::kTo));
  if (!to) return std::unexpected(to.error());
  out_.via = *via;
  out_.from = *from;
  out_.to = *to;
  out_.call_id = out_.Find(HeaderId::kCallId);
  if (out_.call_id.empty()) return Fail("no Call-ID");
  for (const char c : out_.call_id) {
    if (Is(c, chars::kSpace) || c == '\0') return Fail("Call-ID");
  }
  return {};
}

/// §8.1.1.5: below 2^31, and the request's own method.
Parser::Step Parser::CSeqFits() {
  std::string_view rest = out_.Find(HeaderId::kCSeq);
  const auto number = ParseNumber(TakeWhile(rest, chars::kDigit));
  if (!number || *number > 0x7FFF'FFFF) return Fail("CSeq's number");
  if (rest.empty() || !Is(rest.front(), chars::kSpace)) return Fail("CSeq");
  SkipSpace(rest);
  if (!IsToken(rest)) return Fail("CSeq's method");
  if (out_.is_request && rest != out_.method_text) return Fail("CSeq of another method");
  out_.cseq = {*number, ParseMethod(rest), rest};
  if (!out_.is_request) {
    out_.method = out_.cseq.method;
    out_.method_text = rest;
  }
  return {};
}

/// §20.22: 0 … 255.
Parser::Step Parser::MaxForwards() {
  if (!out_.Has(HeaderId::kMaxForwards)) return {};
  const auto hops = ParseNumber(out_.Find(HeaderId::kMaxForwards));
  if (!hops || *hops > 255) return Fail("Max-Forwards");
  out_.max_forwards = static_cast<int>(*hops);
  return {};
}

/// §18.3: bytes behind the body are cut off, a body that is not all there is an error.
Parser::Step Parser::Body() {
  out_.body = lines_.rest();
  if (out_.Has(HeaderId::kContentLength)) {
    const auto length = ParseNumber(out_.Find(HeaderId::kContentLength));
    if (!length || *length > out_.body.size()) return Fail("Content-Length");
    out_.body = out_.body.substr(0, *length);
  }
  out_.bytes = {bytes_.data(), out_.body.data() + out_.body.size()};
  return {};
}

std::expected<void, ParseError> Parse(std::string_view bytes, Message& out) {
  return Parser(bytes, out).Run();
}
}  // namespace vss::sip
