#include "media/digit_events.hpp"
#include "media/reception.hpp"
#include "media/rtp_packet.hpp"
#include "targets.hpp"

// The input is one datagram; its payload is also read as a telephone event.
int FuzzRtp(const std::uint8_t* data, std::size_t size) {
  using namespace vss::media;
  const std::span datagram(data, size);
  const auto packet = DecodeRtp(datagram);
  if (!packet) return 0;
  Expect(packet->payload.empty() || (packet->payload.data() >= data + kRtpHeaderBytes &&
                                     packet->payload.data() + packet->payload.size() <= data + size),
         "the payload lies inside the datagram, behind the header");
  const auto again = EncodeRtpHeader(packet->header);
  const auto read = DecodeRtp(again);
  Expect(read && read->header.ssrc == packet->header.ssrc &&
             read->header.sequence == packet->header.sequence &&
             read->header.timestamp == packet->header.timestamp &&
             read->header.payload_type == packet->header.payload_type &&
             read->header.marker == packet->header.marker,
         "a header that was read can be written and read again");

  DigitReceiver digits;
  digits.OnEvent(*packet);
  Expect(!digits.OnEvent(*packet), "the same event is told once");
  Reception reception;  // the payload as a run of sequence numbers
  for (std::size_t n = 0; n + 1 < packet->payload.size(); n += 2)
    reception.Add(static_cast<std::uint16_t>(packet->payload[n] << 8 | packet->payload[n + 1]));
  Expect(reception.received() <= packet->payload.size() / 2, "no more is counted than came");
  Expect(reception.Lost() <= reception.expected(), "no more is lost than was expected");
  return 0;
}
