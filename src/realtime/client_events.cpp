// What clients emit.
#include "base/unicode.hpp"
#include "realtime/client.hpp"
#include "realtime/packets.hpp"

namespace vss::realtime {
namespace {
using socketio::PacketType;
constexpr std::string_view kSubscribe = "subscribe:", kUnsubscribe = "unsubscribe:";

// `json` is a valid array whose first item is a string: what follows that item, without the closing bracket.
std::string_view ArgumentsOf(std::string_view json) {
  std::size_t at = json.find('"') + 1;
  while (json[at] != '"') at += json[at] == '\\' ? 2 : 1;
  const std::size_t comma = json.find_first_of(",]", at + 1);
  const std::size_t end = json.rfind(']');
  return json[comma] == ']' ? std::string_view() : json.substr(comma + 1, end - comma - 1);
}
}  // namespace

bool Client::MaySpend(AckId ack) {
  services_.metrics.events_in.Increment();
  switch (bucket_.Spend(std::chrono::steady_clock::now(), services_.settings.events_per_second)) {
    case TokenBucket::Verdict::kTake:
      return true;
    case TokenBucket::Verdict::kRefuse:
      Answer(ack, ErrorAnswer("RATE_LIMITED", "too many events; send fewer, or you are disconnected"));
      return false;
    case TokenBucket::Verdict::kTooMuch:
      link_.EndWhenSent(LinkEnd::kFlood);
      return false;
  }
  return false;
}

void Client::OnEvent(const socketio::Packet& packet, const std::vector<std::string>& attachments) {
  if (!MaySpend(packet.ack_id)) return;
  json::value body;
  try {
    body = ParseJson(packet.json, services_.settings.max_json_depth);
  } catch (const Error&) {
    return link_.End(LinkEnd::kMalformed);
  }
  const json::array& items = body.as_array();
  if (items.empty() || !items.front().is_string()) return link_.End(LinkEnd::kMalformed);
  Dispatch(std::string_view(items.front().get_string()), ArgumentsOf(packet.json), packet.ack_id,
           attachments);
}

void Client::Dispatch(std::string_view name, std::string_view arguments, AckId ack,
                      const std::vector<std::string>& attachments) {
  if (name == "client:echo") return Echo(arguments, ack, attachments);
  if (name.starts_with(kSubscribe) || name.starts_with(kUnsubscribe)) return ChangeSubscription(name, ack);
  Answer(ack, ErrorAnswer("NOT_FOUND",
                          "there is no such event; the server knows subscribe:<topic>, unsubscribe:<topic> "
                          "and client:echo"));
}

void Client::ChangeSubscription(std::string_view name, AckId ack) {
  const bool subscribes = name.starts_with(kSubscribe);
  const std::string_view wanted = name.substr(subscribes ? kSubscribe.size() : kUnsubscribe.size());
  const auto topic = FindTopic(wanted);
  if (!topic) {
    json::object answer = ErrorAnswer(
        "NOT_FOUND",
        "there is no such topic; topics are calls, slots, trunks, campaigns, alerts, pipelines, leads, logs");
    if (ack) return Answer(ack, answer);
    answer["topic"] = CleanText(wanted, 64);
    return link_.Send(EventPacket("subscription.refused", answer));
  }
  if (subscribes) return services_.hub.Subscribe(member_, *topic, ack);
  services_.hub.Unsubscribe(*member_, *topic);
  Answer(ack, OkAnswer());
}

// The arguments as they came, placeholders of attachments and all.
void Client::Echo(std::string_view arguments, AckId ack, const std::vector<std::string>& attachments) {
  const bool binary = !attachments.empty();
  const std::string json =
      ack ? fmt::format("[{}]", arguments)
          : fmt::format(R"(["client:echo"{}{}])", arguments.empty() ? "" : ",", arguments);
  const PacketType type = ack ? (binary ? PacketType::kBinaryAck : PacketType::kAck)
                              : (binary ? PacketType::kBinaryEvent : PacketType::kEvent);
  link_.Send(TextFrame(socketio::Encode(
      {.type = type, .attachments = static_cast<unsigned>(attachments.size()), .ack_id = ack, .json = json},
      "4")));
  for (const std::string& attachment : attachments) link_.Send(BinaryFrame(attachment));
}
}  // namespace vss::realtime
