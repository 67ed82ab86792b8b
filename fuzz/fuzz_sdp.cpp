#include <algorithm>

#include "sip/sdp/address.hpp"
#include "sip/sdp/sdp.hpp"
#include "targets.hpp"

// A description from anybody: refused, or within bounds, writable, and answered as RFC 3264 has it.
namespace vss::sip::sdp {
namespace {
void ExpectBounds(const Session& session) {
  Expect(session.media.size() <= kMaxMedia, "streams are bounded");
  for (const Media& media : session.media) {
    Expect(media.codecs.size() <= kMaxCodecs && media.formats.size() <= kMaxFormats, "codecs are bounded");
    Expect(!media.formats.empty() && !media.protocol.empty(), "a stream says what it is");
    for (const Codec& codec : media.codecs) {
      Expect(codec.payload_type >= 0 && codec.payload_type <= 127, "a payload type has seven bits");
      Expect(codec.clock_rate > 0 && codec.channels > 0 && !codec.name.empty(), "a codec says what it is");
    }
  }
}

void ExpectAnswers(const Session& offer) {
  const auto answer = MakeAnswer(offer, {.address = "192.0.2.1", .rtp_port = 4000});
  if (!answer) return;
  Expect(answer->session.media.size() == offer.media.size(), "an answer has the offer's streams");
  std::size_t taken = 0;
  for (std::size_t i = 0; i < offer.media.size(); ++i) {
    const Media &theirs = offer.media[i], &ours = answer->session.media[i];
    Expect(theirs.kind == ours.kind && theirs.protocol == ours.protocol, "an answer keeps the order");
    if (ours.port == 0) continue;
    ++taken;
    Expect(theirs.port != 0, "a stream that was refused stays refused");
    for (const std::string& format : ours.formats) {
      Expect(std::ranges::find(theirs.formats, format) != theirs.formats.end(),
             "an answer uses the offer's numbers");
    }
  }
  Expect(taken == 1, "one stream is taken");
  const AddressKind kind = Classify(answer->agreed.remote_address);
  Expect(kind == AddressKind::kUnicast || kind == AddressKind::kUnspecified || kind == AddressKind::kName,
         "media goes to one peer or to none");
  const auto again = Parse(Write(answer->session));
  Expect(again.has_value(), "an answer can be read");
  TakeAnswer(offer, *again);
}
}  // namespace
}  // namespace vss::sip::sdp

int FuzzSdp(const std::uint8_t* data, std::size_t size) {
  using namespace vss::sip::sdp;
  const auto session = Parse({reinterpret_cast<const char*>(data), size});
  if (!session) return 0;
  ExpectBounds(*session);
  const std::string written = Write(*session);
  if (written.size() <= kMaxBytes) {
    const auto again = Parse(written);
    Expect(again.has_value(), "what was accepted can be written and read again");
    Expect(Write(*again) == written, "what was written once is written the same again");
  }
  ExpectAnswers(*session);
  const Session offer = MakeOffer({.address = "192.0.2.1", .rtp_port = 4000});
  const auto agreed = TakeAnswer(offer, *session);
  Expect(!agreed || agreed->audio.name == "PCMA" || agreed->audio.name == "PCMU",
         "only what was offered is agreed on");
  return 0;
}
