#include "http/server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <limits>
#include <list>

#include "base/log.hpp"
#include "http/byte_stream.hpp"
#include "http/connection.hpp"
#include "http/request_reader.hpp"
#include "http/response_writer.hpp"
#include "http/spare_file.hpp"

namespace vss::http {
namespace asio = boost::asio;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;

namespace {
/// Uploads into files at once, for one server: a slow one holds its place for as long as it takes.
constexpr std::size_t kMaxUploads = 16, kMaxUploadsOfOne = 4;
constexpr int kMaxTurnedAway = 32;  ///< connections that are being told at once that there is no place

constexpr auto kUse = asio::as_tuple(asio::use_awaitable_t<Executor>());

/// A connection as the server sees it when it stops.
struct Tracked {
  std::function<void()> close;
  bool busy = false;
};

}  // namespace

struct Server::Impl : std::enable_shared_from_this<Server::Impl> {
  Impl(Loop& l, Dispatcher& d, Metrics& metrics, ServerOptions o)
      : loop(l),
        dispatcher(d),
        options(std::move(o)),
        open(metrics.Gauge("vss_http_connections", "Open connections.", {{"service", d.service()}})),
        refused(metrics.Counter("vss_http_connections_refused_total",
                                "Connections closed because there were too many.",
                                {{"service", d.service()}})) {
    if (!options.budget)
      options.budget = std::make_shared<ConnectionBudget>(
          ConnectionBudget::Limits{.total = std::numeric_limits<std::size_t>::max(),
                                   .per_source = std::numeric_limits<std::size_t>::max()});
  }

  Loop& loop;
  Dispatcher& dispatcher;
  ServerOptions options;
  std::list<Acceptor> acceptors;  // the first is the one that was asked for
  TlsContext tls;
  std::list<Tracked> connections;
  bool stopping = false;
  int turned_away = 0;  ///< that are told so now
  SpareFile spare;
  std::shared_ptr<ConnectionBudget> uploads = std::make_shared<ConnectionBudget>(
      ConnectionBudget::Limits{.total = kMaxUploads, .per_source = kMaxUploadsOfOne});
  prometheus::Gauge& open;
  prometheus::Counter& refused;

  /// Forgets the connection when its coroutine ends, however it ends.
  struct Registration {
    Impl& server;
    std::list<Tracked>::iterator place;
    Registration(Impl& s, std::function<void()> close)
        : server(s), place(s.connections.insert(s.connections.end(), Tracked{std::move(close)})) {
      server.open.Increment();
    }
    ~Registration() {
      server.connections.erase(place);
      server.open.Decrement();
    }
  };

  void Listen();
  void ListenOn(const Tcp::endpoint& endpoint);
  void ListenOnOtherLoopback();
  Task<void> Accept(Acceptor& acceptor);
  void TurnAway(Socket socket);
  Task<void> SayThatAllIsTaken(Socket socket);
  using Place = std::shared_ptr<void>;  ///< in the budget
  Task<void> Serve(Socket socket, Place place);
  enum class After { kClose, kGone };
  Task<After> Converse(Connection& connection, Tracked& tracked, Place place);
};

void Server::Impl::Listen() {
  if (options.tls) tls = LoadTls(*options.tls);
  ListenOn({asio::ip::make_address(options.address), options.port});
  if (options.address == "127.0.0.1") ListenOnOtherLoopback();
}

void Server::Impl::ListenOn(const Tcp::endpoint& endpoint) {
  Acceptor acceptor(loop.executor());
  acceptor.open(endpoint.protocol());
  acceptor.set_option(asio::socket_base::reuse_address(true));
  if (endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(true));
  acceptor.bind(endpoint);
  acceptor.listen(1024);
  acceptors.push_back(std::move(acceptor));
}

/// "localhost" is ::1 first for many clients, and some try nothing else. A machine without IPv6 does without.
void Server::Impl::ListenOnOtherLoopback() {
  const std::uint16_t port = acceptors.front().local_endpoint().port();
  try {
    ListenOn({asio::ip::address_v6::loopback(), port});
  } catch (const boost::system::system_error& error) {
    log::Debug("HTTP", "does not listen on ::1", {{"port", port}, {"error", error.code().message()}});
  }
}

Task<void> Server::Impl::Accept(Acceptor& acceptor) {
  const auto self = shared_from_this();
  while (!stopping) {
    auto [failure, socket] = co_await acceptor.async_accept(loop.context(), kUse);
    if (stopping) co_return;
    if (failure == asio::error::no_descriptors && spare.TellOneInBacklog(acceptor.native_handle())) {
      refused.Increment();
      continue;
    }
    if (failure) {
      // Out of descriptors: the connection waits in the backlog until one is free.
      log::Warning("HTTP", "could not accept a connection",
                   {{"service", dispatcher.service()}, {"error", failure.message()}});
      co_await SleepFor(std::chrono::milliseconds(100));
      continue;
    }
    boost::system::error_code ignored;
    const bool full = connections.size() >= options.max_connections;
    Place place = full ? nullptr : TakePlace(options.budget, socket.remote_endpoint(ignored).address());
    if (!place) {
      TurnAway(std::move(socket));
      continue;
    }
    socket.set_option(Tcp::no_delay(true), ignored);
    asio::co_spawn(loop.context(), Serve(std::move(socket), std::move(place)), [self](std::exception_ptr e) {
      if (!e) return;
      try {
        std::rethrow_exception(e);
      } catch (const std::exception& unexpected) {
        log::Error("HTTP", "a connection ended with an error", {{"error", unexpected.what()}});
      }
    });
  }
}

/// New clients are told to come later, as far as that costs little; running ones go on.
void Server::Impl::TurnAway(Socket socket) {
  refused.Increment();
  if (turned_away >= kMaxTurnedAway) return;  // the socket closes here
  ++turned_away;
  asio::co_spawn(loop.context(), SayThatAllIsTaken(std::move(socket)),
                 [self = shared_from_this()](std::exception_ptr) { --self->turned_away; });
}

Task<void> Server::Impl::SayThatAllIsTaken(Socket socket) {
  const Error error =
      Error(ErrorCode::kServiceUnavailable, "too many connections").RetryAfter(std::chrono::seconds(5));
  Connection connection(std::move(socket), tls);
  connection.ExpireAfter(std::chrono::seconds(2));
  if (!co_await connection.Handshake()) co_return;
  co_await AnswerAndLinger(connection, dispatcher.Refuse(error), Method::kGet, options.write_timeout);
}

namespace {
/// `stream`, which holds `place` for as long as somebody speaks on it.
std::shared_ptr<ByteStream> Holding(std::shared_ptr<ByteStream> stream, std::shared_ptr<void> place) {
  ByteStream* const raw = stream.get();
  return {raw, [stream = std::move(stream), place = std::move(place)](ByteStream*) {}};
}
}  // namespace

Task<void> Server::Impl::Serve(Socket socket, Place place) {
  const auto self = shared_from_this();
  Connection connection(std::move(socket), tls);
  Registration registration(*this, [&connection] { connection.Close(); });
  connection.ExpireAfter(options.header_timeout);
  if (!co_await connection.Handshake()) co_return;
  if (co_await Converse(connection, *registration.place, std::move(place)) == After::kClose)
    co_await connection.Shutdown();
}

Task<Server::Impl::After> Server::Impl::Converse(Connection& connection, Tracked& tracked, Place place) {
  RequestReader reader(connection, dispatcher, options, uploads);
  while (!stopping) {
    auto incoming = co_await reader.Next();
    if (!incoming) co_return After::kClose;
    const Method method = incoming->request.method;
    tracked.busy = true;
    const Response response = co_await dispatcher.Handle(std::move(incoming->request));
    const Persistence persistence = stopping ? Persistence::kClose : incoming->persistence;
    const bool written =
        co_await WriteResponse(connection, response, method, persistence, options.write_timeout);
    tracked.busy = false;
    if (written && response.upgrade) {
      response.upgrade(Holding(connection.Release(std::string(reader.received())), place));
      co_return After::kGone;
    }
    if (!written || persistence == Persistence::kClose) co_return After::kClose;
  }
  co_return After::kClose;
}

Server::Server(Loop& loop, Dispatcher& dispatcher, Metrics& metrics, ServerOptions options)
    : impl_(std::make_shared<Impl>(loop, dispatcher, metrics, std::move(options))) {}

Server::~Server() = default;

void Server::Start() {
  impl_->Listen();
  for (Acceptor& acceptor : impl_->acceptors)
    asio::co_spawn(impl_->loop.context(), impl_->Accept(acceptor), [self = impl_](std::exception_ptr) {});
}

std::uint16_t Server::port() const { return impl_->acceptors.front().local_endpoint().port(); }

Task<void> Server::Stop(std::chrono::milliseconds grace) {
  Impl& impl = *impl_;
  impl.stopping = true;
  boost::system::error_code ignored;
  for (Acceptor& acceptor : impl.acceptors) acceptor.close(ignored);
  for (const Tracked& connection : impl.connections) {
    if (!connection.busy) connection.close();
  }
  const auto until = std::chrono::steady_clock::now() + grace;
  while (!impl.connections.empty() && std::chrono::steady_clock::now() < until)
    co_await SleepFor(std::chrono::milliseconds(5));
  for (const Tracked& connection : impl.connections) connection.close();
  for (int i = 0; i < 100 && !impl.connections.empty(); ++i) co_await SleepFor(std::chrono::milliseconds(5));
}
}  // namespace vss::http
