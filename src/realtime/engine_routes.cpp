#include "realtime/engine_routes.hpp"

#include "http/credentials.hpp"
#include "protocols/websocket/handshake.hpp"

namespace vss::realtime {
namespace {
constexpr std::string_view kPath = "/socket.io/";
constexpr std::chrono::seconds kDeadline{60};  // longer than the longest poll

// Beside these a client says what it likes: `t` makes the address new for caches, `b64` says that it reads no
// bytes, and io(url, {query}) adds the application's own.
EngineQuery ParseQuery(http::QueryReader query) {
  EngineQuery out;
  if (!query.Choice("EIO", {"4"})) query.Refuse("EIO", "wants 4: socket.io-client 3 or 4");
  const auto transport = query.Choice("transport", {"polling", "websocket"});
  if (!transport) query.Refuse("transport", "wants polling or websocket");
  if (transport == "websocket") out.transport = EngineQuery::Transport::kWebSocket;
  out.sid = query.Text("sid", {.min = 1, .max = 64}).value_or("");
  query.FinishIgnoringOthers();
  return out;
}

http::Response Payload(std::string body) { return http::Text(std::move(body), "text/plain; charset=UTF-8"); }

}  // namespace

void EngineRoutes::Mount(http::Router& router) {
  const http::RouteOptions options{.max_body_bytes = services_.settings.max_message_bytes,
                                   .deadline = kDeadline,
                                   .idempotent_by_key = false,
                                   .body_limits = this,
                                   .body = http::BodyKind::kOwn};
  router.Get(std::string(kPath), http::Public(), [this](http::Context& ctx) { return Get(ctx); }, options);
  router.Post(std::string(kPath), http::Public(), [this](http::Context& ctx) { return Post(ctx); }, options);
  // Engine.IO answers every other method 400, not 405.
  const auto refuse = [](http::Context&) -> Task<http::Response> {
    throw Error(ErrorCode::kInvalidParams, "sessions are read with GET and written with POST");
  };
  router.Put(std::string(kPath), http::Public(), refuse, options);
  router.Patch(std::string(kPath), http::Public(), refuse, options);
  router.Delete(std::string(kPath), http::Public(), refuse, options);
}

std::size_t EngineRoutes::LimitOf(const http::Target& target) const {
  const auto sid = std::ranges::find(target.query, "sid", &std::pair<std::string, std::string>::first);
  const auto link = sid == target.query.end() ? nullptr : links_.Find(sid->second);
  return link ? link->MessageLimit() : services_.settings.max_first_message_bytes;
}

void EngineRoutes::CheckOrigin(const http::Context& ctx) const {
  if (http::OriginOf(ctx.request(), services_.settings.cors_origins) != http::OriginKind::kForeign) return;
  services_.metrics.Refused("origin");
  throw Error(ErrorCode::kPermissionDenied,
              "pages of this origin may not connect; VSS_CORS_ORIGINS names those that may");
}

std::shared_ptr<Link> EngineRoutes::Existing(const std::string& sid) const {
  auto link = links_.Find(sid);
  if (!link) throw InvalidField("sid", "wants the id of a session that is open; connect anew");
  return link;
}

// HEAD: answers as GET would, opens no session and takes no packets (RFC 9110 §9.2.1, safe methods).
http::Response EngineRoutes::Look(const EngineQuery& query) const {
  if (!query.sid.empty()) Existing(query.sid);
  if (query.transport == EngineQuery::Transport::kWebSocket)
    throw InvalidField("transport", "websocket wants a WebSocket handshake (RFC 6455, version 13)");
  return Payload({});
}

std::shared_ptr<Link> EngineRoutes::Open(http::Context& ctx) {
  Handshake handshake{.token = std::string(http::TokenOf(ctx.request()).value_or("")),
                      .address = ctx.request().remote_address};
  return links_.Open(ctx.request().remote_address, [&](Link& link) {
    return std::make_unique<Client>(services_, link, std::move(handshake));
  });
}

Task<http::Response> EngineRoutes::Get(http::Context& ctx) {
  CheckOrigin(ctx);
  const EngineQuery query = ParseQuery(ctx.Query());
  if (ctx.request().method != http::Method::kGet) co_return Look(query);
  if (query.transport == EngineQuery::Transport::kWebSocket)
    co_return Upgrade(ctx, query.sid.empty() ? nullptr : Existing(query.sid));
  if (!query.sid.empty()) co_return Payload(co_await Existing(query.sid)->Poll());
  const auto link = Open(ctx);
  co_return Payload(links_.OpenPacket(*link, Link::As::kUpgrade));
}

Task<http::Response> EngineRoutes::Post(http::Context& ctx) {
  CheckOrigin(ctx);
  const EngineQuery query = ParseQuery(ctx.Query());
  if (query.transport != EngineQuery::Transport::kPolling)
    throw InvalidField("transport", "wants polling for POST");
  Existing(query.sid)->Post(ctx.request().body);
  co_return Payload("ok");
}

// The session of a fresh WebSocket is opened when the connection is there, so that none is left behind
// without one.
http::Response EngineRoutes::Upgrade(http::Context& ctx, std::shared_ptr<Link> link) {
  const http::Headers& headers = ctx.request().headers;
  const auto header = [&](std::string_view name) { return headers.Find(name).value_or(""); };
  const auto accept = websocket::Accept({.upgrade = header("Upgrade"),
                                         .connection = header("Connection"),
                                         .key = header("Sec-WebSocket-Key"),
                                         .version = header("Sec-WebSocket-Version")});
  if (!accept)
    throw InvalidField("transport", "websocket wants a WebSocket handshake (RFC 6455, version 13)");
  // A session that has a WebSocket already: the handshake is answered and the second one closed, as the
  // protocol has it.
  const Link::As as = link ? Link::As::kUpgrade : Link::As::kFresh;
  if (!link) {
    link = Open(ctx);
    link->Send(TextFrame(links_.OpenPacket(*link, as)));
  }
  http::Response response;
  response.status = 101;
  response.headers.Set("Upgrade", "websocket");
  response.headers.Set("Sec-WebSocket-Accept", *accept);
  response.upgrade = [link, as](std::shared_ptr<http::ByteStream> stream) {
    link->Attach(std::move(stream), as);
  };
  return response;
}
}  // namespace vss::realtime
