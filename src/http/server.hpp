#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/async/loop.hpp"
#include "base/metrics.hpp"
#include "base/net/connection_budget.hpp"
#include "http/dispatcher.hpp"

namespace vss::http {

struct TlsFiles {
  std::string certificate_chain;  ///< PEM paths
  std::string private_key;
};

struct ServerOptions {
  std::string address = "127.0.0.1";  ///< with this one, ::1 too where the machine has it
  std::uint16_t port = 0;
  std::optional<TlsFiles> tls;
  std::size_t max_connections = 4096;
  /// Shared with the other servers; none: nothing but max_connections bounds this one. Also connections that
  /// left HTTP (WebSocket) hold their place.
  std::shared_ptr<ConnectionBudget> budget;
  std::uint32_t max_header_bytes = 16 * 1024;
  std::chrono::seconds header_timeout{10};  ///< from the first byte of a request to the end of its head
  std::chrono::seconds body_timeout{30};
  std::chrono::seconds idle_timeout{75};  ///< between requests
  std::chrono::seconds write_timeout{30};
  /// Peers whose X-Real-IP header is believed (a reverse proxy of ours).
  std::vector<std::string> trusted_proxies;
};

/// A listening socket and its connections, on one loop. HTTP/1.1 with keep-alive and pipelining, HTTP/1.0.
/// Stop() in two stages: idle connections close at once, busy ones after the answer they work on, all after
/// `grace`.
class Server {
 public:
  Server(Loop& loop, Dispatcher& dispatcher, Metrics& metrics, ServerOptions options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and starts to accept. Throws boost::system::system_error (address_in_use …) or Error for bad TLS
  /// files.
  void Start();
  std::uint16_t port() const;
  Task<void> Stop(std::chrono::milliseconds grace);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};
}  // namespace vss::http
