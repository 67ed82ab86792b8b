#pragma once
#include "http/router.hpp"
#include "realtime/client.hpp"
#include "realtime/link_server.hpp"

namespace vss::realtime {

struct EngineQuery {
  enum class Transport { kPolling, kWebSocket } transport = Transport::kPolling;
  std::string sid;  ///< empty: a new session is wanted
};

/// Mounts /socket.io/: the handshake, polling, and the way to WebSocket.
class EngineRoutes final : public http::BodyLimits {
 public:
  EngineRoutes(LinkServer& links, ClientServices& services) : links_(links), services_(services) {}
  void Mount(http::Router& router);
  /// Less until the client is known.
  std::size_t LimitOf(const http::Target& target) const override;

 private:
  Task<http::Response> Get(http::Context& ctx);
  Task<http::Response> Post(http::Context& ctx);
  http::Response Look(const EngineQuery& query) const;
  std::shared_ptr<Link> Open(http::Context& ctx);
  http::Response Upgrade(http::Context& ctx, std::shared_ptr<Link> link);
  void CheckOrigin(const http::Context& ctx) const;
  std::shared_ptr<Link> Existing(const std::string& sid) const;

  LinkServer& links_;
  ClientServices& services_;
};
}  // namespace vss::realtime
