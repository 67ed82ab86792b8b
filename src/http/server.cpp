#include "http/server.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <limits>
#include <list>

#include "base/log.hpp"
#include "http/byte_stream.hpp"
#include "http/request_head.hpp"
#include "http/response_head.hpp"
#include "http/spare_file.hpp"
#include "http/streams.hpp"

namespace vss::http {
namespace asio = boost::asio;
namespace beast = boost::beast;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;

namespace {
constexpr std::size_t kFilePiece = 256 * 1024;
constexpr std::size_t kTlsPiece = 32 * 1024;
constexpr std::size_t kUploadPiece = 64 * 1024;
/// Uploads into files at once, for one server: a slow one holds its place for as long as it takes.
constexpr std::size_t kMaxUploads = 16, kMaxUploadsOfOne = 4;
constexpr int kMaxTurnedAway = 32;  ///< connections that are being told at once that there is no place
constexpr std::size_t kReadPiece = 64 * 1024;
using HeadParser = beast::http::request_parser<beast::http::string_body>;

Error NotHttp(std::string_view why) {
  return Error(ErrorCode::kInvalidParams, fmt::format("this is not HTTP/1.1: {}", why));
}

std::string_view Received(const beast::flat_buffer& buffer) {
  return {static_cast<const char*>(buffer.data().data()), buffer.size()};
}

constexpr auto kUse = asio::as_tuple(asio::use_awaitable_t<Executor>());

/// A connection as the server sees it when it stops.
struct Tracked {
  std::function<void()> close;
  bool busy = false;
};

Method ToMethod(beast::http::verb verb) {
  switch (verb) {
    case beast::http::verb::get:
      return Method::kGet;
    case beast::http::verb::head:
      return Method::kHead;
    case beast::http::verb::post:
      return Method::kPost;
    case beast::http::verb::put:
      return Method::kPut;
    case beast::http::verb::patch:
      return Method::kPatch;
    case beast::http::verb::delete_:
      return Method::kDelete;
    case beast::http::verb::options:
      return Method::kOptions;
    default:
      return Method::kOther;
  }
}
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
  std::optional<asio::ssl::context> tls;
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

  void LoadTls();
  void Listen();
  void ListenOn(const Tcp::endpoint& endpoint);
  void ListenOnOtherLoopback();
  Task<void> Accept(Acceptor& acceptor);
  void TurnAway(Socket socket);
  Task<void> SayThatAllIsTaken(Socket socket);
  using Place = std::shared_ptr<void>;  ///< in the budget
  Task<void> ServePlain(Socket socket, Place place);
  Task<void> ServeTls(Socket socket, Place place);
  enum class After { kClose, kGone };
  template <class Stream>
  Task<After> Serve(Stream& stream, std::string remote, std::list<Tracked>::iterator tracked, Place place);
  template <class Stream>
  Task<boost::system::error_code> ReadMore(Stream& stream, beast::flat_buffer& buffer);
  struct HeadRead {
    bool complete = false;
    std::optional<Error> refusal;  ///< otherwise; nothing: the peer is gone
  };
  template <class Stream>
  Task<HeadRead> ReadHead(Stream& stream, beast::flat_buffer& buffer, HeadParser& parser);
  template <class Stream, class Parser>
  Task<boost::system::error_code> ReadBodyPart(Stream& stream, beast::flat_buffer& buffer, Parser& parser);
  template <class Stream>
  Task<void> RefuseBody(Stream& stream, const boost::system::error_code& broken, const Error& too_large,
                        Method method);
  template <class Stream>
  Task<bool> ReadRequest(Stream& stream, beast::flat_buffer& buffer, const std::string& remote,
                         Request& request, Persistence& persistence);
  template <class Stream>
  Task<bool> Write(Stream& stream, const Response& response, Method method, Persistence persistence);
  template <class Stream>
  Task<bool> WriteBoth(Stream& stream, const std::string& head, std::string_view body);
  template <class Stream>
  Task<bool> WriteFile(Stream& stream, const FileBody& body);
  template <class Stream>
  Task<bool> SpoolBody(Stream& stream, beast::flat_buffer& buffer, HeadParser& head,
                       const Dispatcher::BodyPlan& plan, const Error& too_large, Request& request);
  template <class Stream>
  Task<void> RefuseAndLinger(Stream& stream, const Error& error, Method method) {
    return AnswerAndLinger(stream, dispatcher.Refuse(error), method);
  }
  template <class Stream>
  Task<void> AnswerAndLinger(Stream& stream, Response response, Method method);
  std::string RemoteAddress(const std::string& peer, const Request& request) const;
};

void Server::Impl::LoadTls() {
  boost::system::error_code failure;
  tls.emplace(asio::ssl::context::tls_server);
  tls->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1 |
                   asio::ssl::context::single_dh_use);
  tls->use_certificate_chain_file(options.tls->certificate_chain, failure);
  if (!failure) tls->use_private_key_file(options.tls->private_key, asio::ssl::context::pem, failure);
  if (failure) {
    throw Error(ErrorCode::kInvalidParams,
                fmt::format("the TLS certificate {} or its key {} cannot be used: {}",
                            options.tls->certificate_chain, options.tls->private_key, failure.message()));
  }
}

void Server::Impl::Listen() {
  if (options.tls) LoadTls();
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
    asio::co_spawn(
        loop.context(),
        tls ? ServeTls(std::move(socket), std::move(place)) : ServePlain(std::move(socket), std::move(place)),
        [self](std::exception_ptr e) {
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
  PlainStream plain(std::move(socket));
  if (!tls) co_return co_await RefuseAndLinger(plain, error, Method::kGet);
  TlsStream stream(std::move(plain), *tls);
  beast::get_lowest_layer(stream).expires_after(std::chrono::seconds(2));
  auto [failure] = co_await stream.async_handshake(asio::ssl::stream_base::server, kUse);
  if (!failure) co_await RefuseAndLinger(stream, error, Method::kGet);
}

namespace {
/// `stream`, which holds `place` for as long as somebody speaks on it.
std::shared_ptr<ByteStream> Holding(std::shared_ptr<ByteStream> stream, std::shared_ptr<void> place) {
  ByteStream* const raw = stream.get();
  return {raw, [stream = std::move(stream), place = std::move(place)](ByteStream*) {}};
}

std::string PeerAddress(const Socket& socket) {
  boost::system::error_code failure;
  const auto endpoint = socket.remote_endpoint(failure);
  return failure ? std::string("unknown") : endpoint.address().to_string();
}
}  // namespace

Task<void> Server::Impl::ServePlain(Socket socket, Place place) {
  const auto self = shared_from_this();
  std::string remote = PeerAddress(socket);
  PlainStream stream(std::move(socket));
  Registration registration(*this, [&stream] { stream.close(); });
  if (co_await Serve(stream, std::move(remote), registration.place, std::move(place)) == After::kGone)
    co_return;
  boost::system::error_code ignored;
  stream.socket().shutdown(Socket::shutdown_send, ignored);
}

Task<void> Server::Impl::ServeTls(Socket socket, Place place) {
  const auto self = shared_from_this();
  std::string remote = PeerAddress(socket);
  TlsStream stream(PlainStream(std::move(socket)), *tls);
  Registration registration(*this, [&stream] { beast::get_lowest_layer(stream).close(); });
  beast::get_lowest_layer(stream).expires_after(options.header_timeout);
  auto [failure] = co_await stream.async_handshake(asio::ssl::stream_base::server, kUse);
  if (failure) co_return;
  if (co_await Serve(stream, std::move(remote), registration.place, std::move(place)) == After::kGone)
    co_return;
  beast::get_lowest_layer(stream).expires_after(std::chrono::seconds(2));
  co_await stream.async_shutdown(kUse);
}

template <class Stream>
Task<Server::Impl::After> Server::Impl::Serve(Stream& stream, std::string remote,
                                              std::list<Tracked>::iterator tracked, Place place) {
  beast::flat_buffer buffer(options.max_header_bytes * 4);
  while (!stopping) {
    Request request;
    Persistence persistence = Persistence::kKeepAlive;
    if (!co_await ReadRequest(stream, buffer, remote, request, persistence)) co_return After::kClose;
    const Method method = request.method;
    tracked->busy = true;
    const Response response = co_await dispatcher.Handle(std::move(request));
    if (stopping) persistence = Persistence::kClose;
    const bool written = co_await Write(stream, response, method, persistence);
    tracked->busy = false;
    if (written && response.upgrade) {
      response.upgrade(
          Holding(MakeByteStream(std::move(stream), beast::buffers_to_string(buffer.data())), place));
      co_return After::kGone;
    }
    if (!written || persistence == Persistence::kClose) co_return After::kClose;
  }
  co_return After::kClose;
}

/// More bytes into the buffer, as many as come; what ended the connection otherwise.
template <class Stream>
Task<boost::system::error_code> Server::Impl::ReadMore(Stream& stream, beast::flat_buffer& buffer) {
  if (buffer.size() == buffer.max_size()) co_return beast::http::error::buffer_overflow;
  auto [failure, count] = co_await stream.async_read_some(
      buffer.prepare(std::min(kReadPiece, buffer.max_size() - buffer.size())), kUse);
  buffer.commit(count);
  co_return failure;
}

/// Nothing when the parser has the whole head. An error without a message: the peer is gone and hears
/// nothing.
template <class Stream>
Task<Server::Impl::HeadRead> Server::Impl::ReadHead(Stream& stream, beast::flat_buffer& buffer,
                                                    HeadParser& parser) {
  while (true) {
    const bool at_start = !parser.got_some();
    // RFC 9112 §2.2: empty lines before the request line are passed over.
    while (at_start && Received(buffer).starts_with("\r\n")) buffer.consume(2);
    if (buffer.size() > 0 && !(at_start && Received(buffer) == "\r")) {
      if (const auto problem = at_start ? RequestLineProblem(Received(buffer)) : std::nullopt)
        co_return HeadRead{.refusal = NotHttp(*problem)};
      boost::system::error_code failure;
      buffer.consume(parser.put(buffer.data(), failure));
      if (!failure && parser.is_header_done()) co_return HeadRead{.complete = true};
      if (failure == beast::http::error::header_limit) break;
      if (failure && failure != beast::http::error::need_more)
        co_return HeadRead{.refusal = NotHttp(failure.message())};
    }
    if (buffer.size() > options.max_header_bytes) break;
    if (co_await ReadMore(stream, buffer)) co_return HeadRead{};
  }
  co_return HeadRead{.refusal =
                         Error(ErrorCode::kPayloadTooLarge,
                               fmt::format("the request's head is over {} bytes", options.max_header_bytes))};
}

/// Gives the parser what there is, and reads when that is not enough.
template <class Stream, class Parser>
Task<boost::system::error_code> Server::Impl::ReadBodyPart(Stream& stream, beast::flat_buffer& buffer,
                                                           Parser& parser) {
  boost::system::error_code failure;
  if (buffer.size() > 0) {
    buffer.consume(parser.put(buffer.data(), failure));
    if (failure != beast::http::error::need_more) co_return failure;
    if (parser.chunked() && ChunkLineProblem(Received(buffer)))
      co_return beast::http::error::bad_chunk_extension;
  }
  co_return co_await ReadMore(stream, buffer);
}

/// Tells a peer that is still there why its body was not taken.
template <class Stream>
Task<void> Server::Impl::RefuseBody(Stream& stream, const boost::system::error_code& broken,
                                    const Error& too_large, Method method) {
  if (broken == beast::http::error::body_limit) co_return co_await RefuseAndLinger(stream, too_large, method);
  if (broken.category() != beast::http::make_error_code(beast::http::error::bad_chunk).category()) co_return;
  const Error malformed(ErrorCode::kInvalidParams,
                        fmt::format("the request's body is not well-formed: {}", broken.message()));
  co_await RefuseAndLinger(stream, malformed, method);
}

// False: the connection is to be closed; whatever had to be said to the peer has been said.
template <class Stream>
Task<bool> Server::Impl::ReadRequest(Stream& stream, beast::flat_buffer& buffer, const std::string& remote,
                                     Request& request, Persistence& persistence) {
  auto& lowest = beast::get_lowest_layer(stream);
  if (buffer.size() == 0) {
    lowest.expires_after(options.idle_timeout);
    auto [failure, count] = co_await stream.async_read_some(buffer.prepare(4096), kUse);
    if (failure) co_return false;
    buffer.commit(count);
  }
  HeadParser parser;
  parser.header_limit(options.max_header_bytes);
  parser.body_limit(boost::none);
  lowest.expires_after(options.header_timeout);
  if (const HeadRead read = co_await ReadHead(stream, buffer, parser); !read.complete) {
    if (read.refusal) co_await RefuseAndLinger(stream, *read.refusal, Method::kGet);
    co_return false;
  }
  auto& head = parser.get();
  request.method = ToMethod(head.method());
  for (const auto& field : head) request.headers.Add(field.name_string(), std::string(field.value()));
  const RequestTarget said = OriginForm(head.target());
  if (said.host) request.headers.Set("Host", std::string(*said.host));
  request.target = std::string(said.target);
  auto target = ParseTarget(request.target);
  auto problem = HeadProblem(request.headers, head.version() == 10 ? HttpVersion::k10 : HttpVersion::k11);
  if (!target && !problem) problem = "the request's path or query is not well-formed";
  if (problem) {
    co_await RefuseAndLinger(stream, Error(ErrorCode::kInvalidParams, *problem), request.method);
    co_return false;
  }
  request.parsed = std::move(*target);
  Dispatcher::BodyPlan plan = dispatcher.PlanBody(request);
  const Error too_large(ErrorCode::kPayloadTooLarge,
                        fmt::format("the body is over the {} bytes that this request takes", plan.limit),
                        {{"limit_bytes", plan.limit}});
  if (parser.content_length().value_or(0) > plan.limit) {
    co_await RefuseAndLinger(stream, too_large, request.method);
    co_return false;
  }
  if (plan.refusal) {
    co_await AnswerAndLinger(stream, std::move(*plan.refusal), request.method);
    co_return false;
  }
  parser.body_limit(plan.limit);
  lowest.expires_after(options.body_timeout);
  if (beast::iequals(head[beast::http::field::expect], "100-continue")) {
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    auto [unsent, sent] = co_await asio::async_write(stream, asio::buffer(kContinue), kUse);
    if (unsent) co_return false;
  }
  persistence = head.keep_alive() ? Persistence::kKeepAlive : Persistence::kClose;
  request.remote_address = RemoteAddress(remote, request);
  if (!plan.spool_folder.empty())
    co_return co_await SpoolBody(stream, buffer, parser, plan, too_large, request);
  while (!parser.is_done()) {
    const auto broken = co_await ReadBodyPart(stream, buffer, parser);
    if (broken) co_await RefuseBody(stream, broken, too_large, request.method);
    if (broken) co_return false;
  }
  request.body = std::move(head.body());
  co_return true;
}

// Large bodies take as long as they take, so each piece has the time that a small body has as a whole.
template <class Stream>
Task<bool> Server::Impl::SpoolBody(Stream& stream, beast::flat_buffer& buffer, HeadParser& head,
                                   const Dispatcher::BodyPlan& plan, const Error& too_large,
                                   Request& request) {
  boost::system::error_code no_address;
  const auto place = TakePlace(uploads, asio::ip::make_address(request.remote_address, no_address));
  if (!place) {
    const Error busy =
        Error(ErrorCode::kServiceUnavailable, "too many uploads at once").RetryAfter(std::chrono::seconds(5));
    co_await RefuseAndLinger(stream, busy, request.method);
    co_return false;
  }
  std::optional<Error> refusal;
  try {
    request.spooled = std::make_shared<SpooledBody>(plan.spool_folder);
    beast::http::request_parser<beast::http::buffer_body> parser(std::move(head));
    std::vector<char> piece(kUploadPiece);
    while (!parser.is_done()) {
      parser.get().body().data = piece.data();
      parser.get().body().size = piece.size();
      beast::get_lowest_layer(stream).expires_after(options.body_timeout);
      const auto broken = co_await ReadBodyPart(stream, buffer, parser);
      if (broken && broken != beast::http::error::need_buffer) {
        co_await RefuseBody(stream, broken, too_large, request.method);
        co_return false;
      }
      request.spooled->Append({piece.data(), piece.size() - parser.get().body().size});
    }
    co_return true;
  } catch (const Error& error) {
    log::Error("HTTP", "an upload could not be kept", {{"error", error.internal()}});
    refusal = error;
  }
  if (refusal) co_await RefuseAndLinger(stream, *refusal, request.method);
  co_return false;
}

std::string Server::Impl::RemoteAddress(const std::string& peer, const Request& request) const {
  if (std::ranges::find(options.trusted_proxies, peer) == options.trusted_proxies.end()) return peer;
  const auto real = request.headers.Find("X-Real-IP");
  boost::system::error_code failure;
  if (!real) return peer;
  const auto address = asio::ip::make_address(std::string(*real), failure);
  return failure ? peer : address.to_string();
}

template <class Stream>
Task<bool> Server::Impl::Write(Stream& stream, const Response& response, Method method,
                               Persistence persistence) {
  const std::string head = RenderHead(response, persistence);
  beast::get_lowest_layer(stream).expires_after(options.write_timeout);
  const std::string_view body =
      method == Method::kHead ? std::string_view() : std::string_view(response.body);
  if (!co_await WriteBoth(stream, head, body)) co_return false;
  if (response.file && method != Method::kHead) co_return co_await WriteFile(stream, *response.file);
  co_return true;
}

template <class Stream>
Task<bool> Server::Impl::WriteBoth(Stream& stream, const std::string& head, std::string_view body) {
  if constexpr (std::is_same_v<Stream, PlainStream>) {
    const std::array<asio::const_buffer, 2> parts = {asio::buffer(head), asio::buffer(body)};
    auto [failure, count] = co_await asio::async_write(stream, parts, kUse);
    co_return !failure;
  } else {
    // A sequence of head and long body is never finished by Beast's TLS stream; one buffer at a time is.
    std::string piece = head;
    while (true) {
      const std::size_t taken = std::min(body.size(), kTlsPiece - std::min(kTlsPiece, piece.size()));
      piece += body.substr(0, taken);
      body.remove_prefix(taken);
      beast::get_lowest_layer(stream).expires_after(options.write_timeout);
      auto [failure, count] = co_await asio::async_write(stream, asio::buffer(piece), kUse);
      if (failure) co_return false;
      if (body.empty()) co_return true;
      piece.clear();
    }
  }
}

// The kernel reads ahead, so that a read here finds its bytes in memory. A file that became shorter than the
// head promised ends the connection: the peer sees that something is missing.
template <class Stream>
Task<bool> Server::Impl::WriteFile(Stream& stream, const FileBody& body) {
  const int fd = body.file->get();
  posix_fadvise(fd, static_cast<off_t>(body.offset), static_cast<off_t>(body.length), POSIX_FADV_SEQUENTIAL);
  std::vector<char> piece(std::min<std::uint64_t>(body.length, kFilePiece));
  for (std::uint64_t sent = 0; sent < body.length;) {
    const std::size_t wanted = std::min<std::uint64_t>(piece.size(), body.length - sent);
    const ssize_t got = pread(fd, piece.data(), wanted, static_cast<off_t>(body.offset + sent));
    if (got <= 0) co_return false;
    beast::get_lowest_layer(stream).expires_after(options.write_timeout);
    auto [failure, count] =
        co_await asio::async_write(stream, asio::buffer(piece.data(), static_cast<std::size_t>(got)), kUse);
    if (failure) co_return false;
    sent += count;
  }
  co_return true;
}

// Answers and closes. What the peer still sends is read and thrown away for a moment first, or the reset that
// follows unread data would destroy the answer on its way.
template <class Stream>
Task<void> Server::Impl::AnswerAndLinger(Stream& stream, Response response, Method method) {
  if (!co_await Write(stream, response, method, Persistence::kClose)) co_return;
  boost::system::error_code ignored;
  auto& lowest = beast::get_lowest_layer(stream);
  lowest.socket().shutdown(Socket::shutdown_send, ignored);
  lowest.expires_after(std::chrono::seconds(2));
  std::array<char, 16 * 1024> waste;
  for (std::size_t total = 0; total < 64 * 1024 * 1024;) {
    auto [failure, count] = co_await lowest.async_read_some(asio::buffer(waste), kUse);
    if (failure) co_return;
    total += count;
  }
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
