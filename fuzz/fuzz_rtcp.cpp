#include "media/rtcp_packet.hpp"
#include "targets.hpp"

int FuzzRtcp(const std::uint8_t* data, std::size_t size) {
  using namespace vss::media;
  const auto compound = DecodeRtcp({data, size});
  if (!compound) return 0;
  Expect(compound->blocks.size() <= 31, "one packet has at most 31 blocks");
  Expect(compound->cname.size() <= 255, "a name has at most 255 bytes");
  const auto again = DecodeRtcp(EncodeRtcp(*compound));
  Expect(again.has_value(), "what was read can be written and read again");
  Expect(again->ssrc == compound->ssrc && again->bye == compound->bye && again->cname == compound->cname &&
             again->blocks.size() == compound->blocks.size() &&
             again->sender.has_value() == compound->sender.has_value(),
         "and says the same");
  for (std::size_t n = 0; n < again->blocks.size(); ++n)
    Expect(again->blocks[n].cumulative_lost == compound->blocks[n].cumulative_lost,
           "the loss keeps its 24 bits and its sign");
  return 0;
}
