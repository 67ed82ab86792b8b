// How a client becomes a member: who it is, whether it was here before.
#include <charconv>

#include "realtime/client.hpp"
#include "realtime/packets.hpp"

namespace vss::realtime {
namespace {
constexpr std::size_t kIdBytes = 15;

std::string TextOrEmpty(const json::object& auth, std::string_view field) {
  const json::value* value = auth.if_contains(field);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// No offset: it has not received any event.
std::optional<Offset> OffsetOf(const json::object& auth) {
  const std::string text = TextOrEmpty(auth, "offset");
  Offset offset = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), offset);
  if (!text.empty() && (failure != std::errc() || end != text.data() + text.size())) return std::nullopt;
  return offset;
}
}  // namespace

void Client::Connect(const socketio::Packet& packet) {
  if (packet.space != "/") {
    return RefuseConnect(
        packet.space,
        Error(ErrorCode::kNotFound, fmt::format("there is no namespace {}; connect to /", packet.space)));
  }
  if (member_) return link_.End(LinkEnd::kMalformed);
  try {
    const json::value body = packet.json.empty() ? json::value(json::object())
                                                 : ParseJson(packet.json, services_.settings.max_json_depth);
    Admit(Identify(body.as_object()), body.as_object());
  } catch (const Error& error) {
    RefuseConnect("/", error);
  }
}

std::shared_ptr<const Identity> Client::Identify(const json::object& auth) {
  std::string token = TextOrEmpty(auth, "token");
  if (token.empty()) token = handshake_->token;
  if (token.empty()) {
    throw Error(
        ErrorCode::kAuthFail,
        "sign in first: send auth: {token} with the token from POST /api/auth/login, or the session cookie");
  }
  try {
    return services_.identities.Get(token);
  } catch (const Error& error) {
    if (services_.on_refused && error.code() == ErrorCode::kAuthFail) {
      services_.on_refused({.action = "token.refused",
                            .target = "realtime",
                            .address = handshake_->address,
                            .success = false,
                            .detail = {{"code", Describe(error.code()).name}}});
    }
    throw;
  }
}

void Client::RefuseConnect(std::string_view space, const Error& error) {
  services_.metrics.Refused(std::string(Describe(error.code()).name));
  link_.Send(ConnectErrorPacket(space, error.message(), Describe(error.code()).name));
  if (++refused_ >= services_.settings.max_refused_connects) link_.EndWhenSent(LinkEnd::kFlood);
}

void Client::Admit(std::shared_ptr<const Identity> identity, const json::object& auth) {
  member_ = std::make_shared<Member>(link_, std::move(identity));
  const std::string pid = TextOrEmpty(auth, "pid");
  const auto offset = OffsetOf(auth);
  const bool recovered = !pid.empty() && offset && services_.hub.Recover(*member_, pid, *offset);
  if (!recovered) {
    member_->sid = services_.random.Token(kIdBytes);
    member_->pid = services_.random.Token(kIdBytes);
  }
  services_.hub.Join(member_);
  link_.Send(ConnectPacket(*member_));
  if (recovered) services_.hub.CatchUp(*member_, *offset);
  services_.metrics.connects.Increment();
}
}  // namespace vss::realtime
