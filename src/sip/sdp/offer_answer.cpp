#include <algorithm>

#include "sip/sdp/address.hpp"
#include "sip/sdp/codecs.hpp"
#include "sip/sdp/direction.hpp"

namespace vss::sip::sdp {
namespace {
constexpr int kUsualPtime = 20, kLongestPtime = 60;

/// One audio codec of a stream and the events that go with it, numbered as in that stream.
struct Choice {
  Codec audio;
  std::optional<Codec> telephone_event;
};

/// The first of theirs that we talk too: their order says what they like (RFC 3264 §6.1).
std::optional<Choice> Choose(const std::vector<Codec>& theirs, const std::vector<Codec>& ours) {
  const auto known = [&](const Codec& codec) {
    return std::ranges::any_of(ours, [&](const Codec& own) { return SameCodec(own, codec); });
  };
  const auto audio =
      std::ranges::find_if(theirs, [&](const Codec& c) { return c.name != kTelephoneEvent && known(c); });
  if (audio == theirs.end()) return std::nullopt;
  Choice choice{.audio = *audio};
  const auto event =
      std::ranges::find_if(theirs, [&](const Codec& c) { return c.name == kTelephoneEvent && known(c); });
  if (event != theirs.end()) choice.telephone_event = *event;
  return choice;
}

/// The same numbers with what we say of them.
std::vector<Codec> AsOurs(const Choice& choice) {
  std::vector<Codec> codecs{choice.audio};
  codecs.front().fmtp.clear();
  if (!choice.telephone_event) return codecs;
  codecs.push_back(*choice.telephone_event);
  codecs.back().fmtp = kDigitEvents;
  return codecs;
}

/// RFC 4585 §3.1: AVPF without a=rtcp-fb asks for nothing that AVP does not do.
bool IsPlainAudio(const Media& media) {
  const bool plain = media.protocol == "RTP/AVP" || media.protocol == "RTP/AVPF";
  return media.kind == "audio" && plain && media.port != 0 && !media.odd;
}

int EventNumber(const std::vector<Codec>& codecs) {
  const auto event = std::ranges::find(codecs, kTelephoneEvent, &Codec::name);
  return event == codecs.end() ? -1 : event->payload_type;
}

/// Puts the codecs on the m= line as well.
void SetCodecs(Media& media, std::vector<Codec> codecs) {
  media.formats.clear();
  for (const Codec& codec : codecs) media.formats.push_back(std::to_string(codec.payload_type));
  media.codecs = std::move(codecs);
}

Session Describe(const Local& local) {
  return {.id = std::to_string(local.session_id),
          .version = std::to_string(local.version),
          .origin_address = local.address};
}

Media OurAudio(const Local& local, Direction direction, std::vector<Codec> codecs,
               std::string protocol = "RTP/AVP") {
  Media media{.kind = "audio",
              .port = local.rtp_port,
              .protocol = std::move(protocol),
              .address = local.address,
              .direction = direction,
              .ptime_ms = kUsualPtime};
  SetCodecs(media, std::move(codecs));
  return media;
}

/// RFC 3264 §6: port 0, the formats as they were.
Media Refused(const Media& offered) {
  return {.kind = offered.kind, .port = 0, .protocol = offered.protocol, .formats = offered.formats};
}

std::vector<Codec> CodecsOf(const Local& local) {
  return local.codecs.empty() ? DefaultCodecs() : local.codecs;
}

/// Where their audio goes. `direction` is what both allow, as we see it; `ours` what we said of ourselves.
std::expected<Agreed, Problem> Agree(const Media& theirs, Choice choice, const std::vector<Codec>& ours,
                                     Direction direction) {
  Agreed agreed{.remote_address = theirs.address,
                .remote_rtp_port = theirs.port,
                .audio = std::move(choice.audio),
                .telephone_event = std::move(choice.telephone_event),
                .direction = direction};
  if (agreed.telephone_event) agreed.telephone_event_in = EventNumber(ours);
  // RFC 3605, else the port above (RFC 3550 §11); there is none above 65535.
  agreed.remote_rtcp_port = theirs.rtcp_port.value_or(static_cast<std::uint16_t>(theirs.port + 1));
  if (theirs.ptime_ms > 0 && theirs.ptime_ms <= kLongestPtime && theirs.ptime_ms % 10 == 0) {
    agreed.ptime_ms = theirs.ptime_ms;
  }
  switch (Classify(theirs.address)) {
    case AddressKind::kUnicast:
    case AddressKind::kName:
      return agreed;
    case AddressKind::kUnspecified:
      agreed.direction = Direction::kInactive;
      agreed.remote_rtp_port = agreed.remote_rtcp_port = 0;
      return agreed;
    case AddressKind::kNoPeer:
      return Fail("media to many");
    case AddressKind::kNothing:
      break;
  }
  return Fail("media to no host");
}
}  // namespace

Session MakeOffer(const Local& local) {
  Session offer = Describe(local);
  offer.media.push_back(OurAudio(local, local.direction, CodecsOf(local)));
  return offer;
}

Session MakeOffer(const Local& local, const Session& previous) {
  Session offer = Describe(local);
  const auto ours = std::ranges::find_if(previous.media, IsPlainAudio);
  for (auto media = previous.media.begin(); media != previous.media.end(); ++media) {
    offer.media.push_back(media == ours ? OurAudio(local, local.direction, CodecsOf(local), media->protocol)
                                        : Refused(*media));
  }
  if (ours == previous.media.end()) offer.media.push_back(OurAudio(local, local.direction, CodecsOf(local)));
  return offer;
}

std::expected<Answer, Problem> MakeAnswer(const Session& offer, const Local& local) {
  Answer answer{.session = Describe(local)};
  Problem problem{"no audio that we talk"};
  bool found = false;
  for (const Media& media : offer.media) {
    answer.session.media.push_back(Refused(media));
    auto choice = !found && IsPlainAudio(media) ? Choose(media.codecs, CodecsOf(local)) : std::nullopt;
    if (!choice) continue;
    auto codecs = AsOurs(*choice);
    auto agreed = Agree(media, std::move(*choice), codecs, Both(Reverse(media.direction), local.direction));
    if (!agreed) {
      problem = agreed.error();
      continue;
    }
    found = true;
    answer.session.media.back() = OurAudio(local, agreed->direction, std::move(codecs), media.protocol);
    answer.agreed = std::move(*agreed);
  }
  if (!found) return std::unexpected(problem);
  return answer;
}

std::expected<Agreed, Problem> TakeAnswer(const Session& offer, const Session& answer) {
  // RFC 3264 §6: as many streams as the offer, in its order. Fewer refuse the rest; more are nobody's.
  const std::size_t streams = std::min(offer.media.size(), answer.media.size());
  for (std::size_t i = 0; i < streams; ++i) {
    const Media &ours = offer.media[i], &theirs = answer.media[i];
    if (!IsPlainAudio(ours) || !IsPlainAudio(theirs)) continue;
    auto choice = Choose(theirs.codecs, ours.codecs);
    if (!choice) return Fail("answer with a codec that was not offered");
    return Agree(theirs, std::move(*choice), ours.codecs, Both(Reverse(theirs.direction), ours.direction));
  }
  return Fail("answer without audio");
}
}  // namespace vss::sip::sdp
