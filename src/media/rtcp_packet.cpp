#include "media/rtcp_packet.hpp"

#include <algorithm>

#include "media/bytes.hpp"

namespace vss::media {
namespace {
enum Type : std::uint8_t { kSr = 200, kRr = 201, kSdes = 202, kBye = 203 };
constexpr std::size_t kHeaderBytes = 4, kBlockBytes = 24, kSenderBytes = 20, kMaxBlocks = 31;
constexpr std::uint8_t kCname = 1;

struct Part {
  std::uint8_t type = 0, count = 0;
  std::span<const std::uint8_t> body;  ///< behind the common header, without padding
};

/// Takes one packet off the front of `rest`.
std::optional<Part> NextPart(std::span<const std::uint8_t>& rest) {
  if (rest.size() < kHeaderBytes || (rest[0] & 0xC0) != 0x80) return std::nullopt;
  const std::size_t size = (Load16(rest.subspan(2)) + 1U) * 4U;
  if (size > rest.size()) return std::nullopt;
  Part part{.type = rest[1],
            .count = static_cast<std::uint8_t>(rest[0] & 0x1F),
            .body = rest.subspan(kHeaderBytes, size - kHeaderBytes)};
  if (rest[0] & 0x20) {
    if (size != rest.size() || part.body.empty())
      return std::nullopt;  // §6.4.1: padding on the last one only
    const std::size_t padding = part.body.back();
    if (padding == 0 || padding % 4 != 0 || padding > part.body.size()) return std::nullopt;
    part.body = part.body.first(part.body.size() - padding);
  }
  rest = rest.subspan(size);
  return part;
}

ReportBlock ReadBlock(std::span<const std::uint8_t> at) {
  const std::uint32_t loss = Load32(at.subspan(4));
  return {.ssrc = Load32(at),
          .fraction_lost = static_cast<std::uint8_t>(loss >> 24),
          .cumulative_lost = static_cast<std::int32_t>(loss << 8) >> 8,
          .highest_sequence = Load32(at.subspan(8)),
          .jitter = Load32(at.subspan(12)),
          .last_sr = Load32(at.subspan(16)),
          .delay_since_last_sr = Load32(at.subspan(20))};
}

bool ReadReport(const Part& part, RtcpCompound& into) {
  const std::size_t sender_bytes = part.type == kSr ? kSenderBytes : 0;
  const std::size_t fixed = 4 + sender_bytes;
  if (part.body.size() < fixed + part.count * kBlockBytes) return false;
  into.ssrc = Load32(part.body);
  if (part.type == kSr) {
    const auto info = part.body.subspan(4);
    into.sender = SenderInfo{.ntp = std::uint64_t{Load32(info)} << 32 | Load32(info.subspan(4)),
                             .rtp_timestamp = Load32(info.subspan(8)),
                             .packets = Load32(info.subspan(12)),
                             .bytes = Load32(info.subspan(16))};
  }
  for (std::size_t n = 0; n < part.count; ++n)
    into.blocks.push_back(ReadBlock(part.body.subspan(fixed + n * kBlockBytes)));
  return true;
}

/// The CNAME of the first chunk; items behind it are of no interest (§6.5).
bool ReadSdes(const Part& part, RtcpCompound& into) {
  if (part.count == 0) return true;
  if (part.body.size() < 4) return false;
  auto items = part.body.subspan(4);
  while (!items.empty() && items[0] != 0) {
    if (items.size() < 2 || items.size() < 2U + items[1]) return false;
    const auto text = items.subspan(2, items[1]);
    if (items[0] == kCname) into.cname.assign(text.begin(), text.end());
    items = items.subspan(2 + text.size());
  }
  return true;
}

class Writer {
 public:
  explicit Writer(std::vector<std::uint8_t>& out) : out_(out) {}
  void Byte(std::uint32_t value) { out_.push_back(static_cast<std::uint8_t>(value)); }
  void Word(std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) Byte(value >> shift);
  }
  void Begin(Type type, std::size_t count) {
    start_ = out_.size();
    Byte(0x80U | static_cast<std::uint32_t>(count));
    Byte(type);
    Byte(0);
    Byte(0);
  }
  void End() {
    Store16(std::span(out_).subspan(start_ + 2), static_cast<std::uint32_t>((out_.size() - start_) / 4 - 1));
  }

 private:
  std::vector<std::uint8_t>& out_;
  std::size_t start_ = 0;
};

void WriteBlock(Writer& out, const ReportBlock& block) {
  const auto lost = static_cast<std::uint32_t>(std::clamp(block.cumulative_lost, -0x80'0000, 0x7F'FFFF));
  out.Word(block.ssrc);
  out.Word(std::uint32_t{block.fraction_lost} << 24 | (lost & 0xFF'FFFF));
  out.Word(block.highest_sequence);
  out.Word(block.jitter);
  out.Word(block.last_sr);
  out.Word(block.delay_since_last_sr);
}

void WriteReport(Writer& out, const RtcpCompound& compound) {
  const std::size_t blocks = std::min(compound.blocks.size(), kMaxBlocks);
  out.Begin(compound.sender ? kSr : kRr, blocks);
  out.Word(compound.ssrc);
  if (compound.sender) {
    out.Word(static_cast<std::uint32_t>(compound.sender->ntp >> 32));
    out.Word(static_cast<std::uint32_t>(compound.sender->ntp));
    out.Word(compound.sender->rtp_timestamp);
    out.Word(compound.sender->packets);
    out.Word(compound.sender->bytes);
  }
  for (std::size_t n = 0; n < blocks; ++n) WriteBlock(out, compound.blocks[n]);
  out.End();
}

void WriteSdes(Writer& out, const RtcpCompound& compound) {
  const std::string_view cname = std::string_view(compound.cname).substr(0, 255);
  out.Begin(kSdes, 1);
  out.Word(compound.ssrc);
  out.Byte(kCname);
  out.Byte(static_cast<std::uint32_t>(cname.size()));
  for (const char c : cname) out.Byte(static_cast<std::uint8_t>(c));
  // §6.5: the list ends with one to four null octets, up to a 32-bit boundary.
  for (std::size_t n = 4 - (2 + cname.size()) % 4; n > 0; --n) out.Byte(0);
  out.End();
}
}  // namespace

std::optional<RtcpCompound> DecodeRtcp(std::span<const std::uint8_t> datagram) {
  if (datagram.empty() || datagram.size() > kMaxRtcpBytes) return std::nullopt;
  RtcpCompound compound;
  bool first = true;
  for (auto rest = datagram; !rest.empty(); first = false) {
    if (first && (rest[0] & 0x20)) return std::nullopt;  // A.2: no padding on the first
    const auto part = NextPart(rest);
    if (!part) return std::nullopt;
    const bool report = part->type == kSr || part->type == kRr;
    if (first && !report) return std::nullopt;
    if (report && first && !ReadReport(*part, compound)) return std::nullopt;
    if (part->type == kSdes && !ReadSdes(*part, compound)) return std::nullopt;
    if (part->type == kBye) compound.bye = true;
  }
  return compound;
}

std::vector<std::uint8_t> EncodeRtcp(const RtcpCompound& compound) {
  std::vector<std::uint8_t> bytes;
  Writer out(bytes);
  WriteReport(out, compound);
  WriteSdes(out, compound);
  if (compound.bye) {
    out.Begin(kBye, 1);
    out.Word(compound.ssrc);
    out.End();
  }
  return bytes;
}
}  // namespace vss::media
