#include "realtime/engine_routes.hpp"

#include "http/credentials.hpp"
#include "protocols/websocket/handshake.hpp"

namespace vss::realtime {
namespace {
constexpr std::string_view kPath = "/socket.io/";
constexpr std::chrono::seconds kDeadline{60};  // longer than the longest poll

std::string QueryOf(const http::Target& target, std::string_view name) {
  for (const auto& [key, value] : target.query) {
    if (key == name) return value;
  }
  return {};
}
std::string QueryOf(const http::Context& ctx, std::string_view name) { return QueryOf(ctx.request().parsed, name); }

http::Response Payload(std::string body) { return http::Text(std::move(body), "text/plain; charset=UTF-8"); }

}  // namespace

void EngineRoutes::Mount(http::Router& router) {
  const http::RouteOptions options{.max_body_bytes = services_.settings.max_message_bytes,
                                   .deadline = kDeadline,
                                   .idempotent_by_key = false,
                                   .body_limits = this};
  router.Get(std::string(kPath), http::Public(), [this](http::Context& ctx) { return Get(ctx); }, options);
  router.Post(std::string(kPath), http::Public(), [this](http::Context& ctx) { return Post(ctx); }, options);
}

std::size_t EngineRoutes::LimitOf(const http::Target& target) const {
  const auto link = links_.Find(QueryOf(target, "sid"));
  return link ? link->MessageLimit() : services_.settings.max_first_message_bytes;
}

void EngineRoutes::Check(const http::Context& ctx) const {
  if (http::OriginOf(ctx.request(), services_.settings.cors_origins) == http::OriginKind::kForeign) {
    services_.metrics.Refused("origin");
    throw Error(ErrorCode::kPermissionDenied, "pages of this origin may not connect; VSS_CORS_ORIGINS names those that may");
  }
  if (QueryOf(ctx, "EIO") != "4") throw InvalidField("EIO", "wants 4: socket.io-client 3 or 4");
  const std::string transport = QueryOf(ctx, "transport");
  if (transport != "polling" && transport != "websocket") throw InvalidField("transport", "wants polling or websocket");
  if (!QueryOf(ctx, "j").empty()) throw InvalidField("j", "is not taken: there is no JSONP here");
}

std::shared_ptr<Link> EngineRoutes::Existing(const http::Context& ctx) const {
  auto link = links_.Find(QueryOf(ctx, "sid"));
  if (!link) throw InvalidField("sid", "wants the id of a session that is open; connect anew");
  return link;
}

std::shared_ptr<Link> EngineRoutes::Open(http::Context& ctx) {
  Handshake handshake{.token = std::string(http::TokenOf(ctx.request()).value_or("")),
                      .address = ctx.request().remote_address};
  return links_.Open([&](Link& link) { return std::make_unique<Client>(services_, link, std::move(handshake)); });
}

Task<http::Response> EngineRoutes::Get(http::Context& ctx) {
  if (ctx.request().method != http::Method::kGet) throw Error(ErrorCode::kMethodNotAllowed, "HEAD opens no session");
  Check(ctx);
  const bool websocket = QueryOf(ctx, "transport") == "websocket";
  const bool fresh = QueryOf(ctx, "sid").empty();
  if (websocket) co_return Upgrade(ctx, fresh ? nullptr : Existing(ctx));
  if (!fresh) co_return Payload(co_await Existing(ctx)->Poll());
  const auto link = Open(ctx);
  co_return Payload(links_.OpenPacket(*link, Link::As::kUpgrade));
}

Task<http::Response> EngineRoutes::Post(http::Context& ctx) {
  Check(ctx);
  if (QueryOf(ctx, "transport") != "polling") throw InvalidField("transport", "wants polling for POST");
  Existing(ctx)->Post(ctx.request().body);
  co_return Payload("ok");
}

// The session of a fresh WebSocket is opened when the connection is there, so that none is left behind without one.
http::Response EngineRoutes::Upgrade(http::Context& ctx, std::shared_ptr<Link> link) {
  const http::Headers& headers = ctx.request().headers;
  const auto header = [&](std::string_view name) { return headers.Find(name).value_or(""); };
  const auto accept = websocket::Accept({.upgrade = header("Upgrade"),
                                         .connection = header("Connection"),
                                         .key = header("Sec-WebSocket-Key"),
                                         .version = header("Sec-WebSocket-Version")});
  if (!accept) throw InvalidField("transport", "websocket wants a WebSocket handshake (RFC 6455, version 13)");
  if (link && !link->CanUpgrade()) throw InvalidField("sid", "names a session that has a WebSocket already");
  const Link::As as = link ? Link::As::kUpgrade : Link::As::kFresh;
  if (!link) {
    link = Open(ctx);
    link->Send(TextFrame(links_.OpenPacket(*link, as)));
  }
  http::Response response;
  response.status = 101;
  response.headers.Set("Upgrade", "websocket");
  response.headers.Set("Sec-WebSocket-Accept", *accept);
  response.upgrade = [link, as](std::shared_ptr<http::ByteStream> stream) { link->Attach(std::move(stream), as); };
  return response;
}
}  // namespace vss::realtime
