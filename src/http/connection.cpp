#include "http/connection.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <variant>

#include "base/error.hpp"
#include "http/byte_stream.hpp"
#include "http/server.hpp"
#include "http/streams.hpp"

namespace vss::http {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace {
constexpr std::size_t kTlsPiece = 32 * 1024;
constexpr std::size_t kMaxWaste = 64 * 1024 * 1024;
constexpr std::chrono::seconds kFarewell{2};
constexpr auto kConnectionUse = asio::as_tuple(asio::use_awaitable_t<Executor>());

std::string PeerAddress(const Socket& socket) {
  boost::system::error_code failure;
  const auto endpoint = socket.remote_endpoint(failure);
  return failure ? std::string("unknown") : endpoint.address().to_string();
}
}  // namespace

TlsContext LoadTls(const TlsFiles& files) {
  boost::system::error_code failure;
  auto tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  tls->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1 |
                   asio::ssl::context::single_dh_use);
  tls->use_certificate_chain_file(files.certificate_chain, failure);
  if (!failure) tls->use_private_key_file(files.private_key, asio::ssl::context::pem, failure);
  if (failure) {
    throw Error(ErrorCode::kInvalidParams,
                fmt::format("the TLS certificate {} or its key {} cannot be used: {}",
                            files.certificate_chain, files.private_key, failure.message()));
  }
  return tls;
}

struct Connection::Streams {
  std::variant<PlainStream, TlsStream> stream;

  PlainStream* plain() { return std::get_if<PlainStream>(&stream); }
  TlsStream& tls() { return std::get<TlsStream>(stream); }
  PlainStream& lowest() { return plain() != nullptr ? *plain() : tls().next_layer(); }
};

Connection::Connection(Socket socket, const TlsContext& tls) : remote_(PeerAddress(socket)) {
  PlainStream plain(std::move(socket));
  streams_ = tls ? std::make_unique<Streams>(TlsStream(std::move(plain), *tls))
                 : std::make_unique<Streams>(std::move(plain));
}

Connection::~Connection() = default;

Task<bool> Connection::Handshake() {
  if (streams_->plain() != nullptr) co_return true;
  auto [failure] = co_await streams_->tls().async_handshake(asio::ssl::stream_base::server, kConnectionUse);
  co_return !failure;
}

Task<Connection::Read> Connection::ReadSome(asio::mutable_buffer into) {
  if (PlainStream* const plain = streams_->plain()) {
    auto [failure, count] = co_await plain->async_read_some(into, kConnectionUse);
    co_return Read{failure, count};
  }
  auto [failure, count] = co_await streams_->tls().async_read_some(into, kConnectionUse);
  co_return Read{failure, count};
}

Task<bool> Connection::Write(std::string_view head, std::string_view body, std::chrono::seconds timeout) {
  ExpireAfter(timeout);
  if (PlainStream* const plain = streams_->plain()) {
    const std::array<asio::const_buffer, 2> parts = {asio::buffer(head), asio::buffer(body)};
    auto [failure, count] = co_await asio::async_write(*plain, parts, kConnectionUse);
    co_return !failure;
  }
  // A sequence of head and long body is never finished by Beast's TLS stream; one buffer at a time is.
  std::string piece(head);
  while (true) {
    const std::size_t taken = std::min(body.size(), kTlsPiece - std::min(kTlsPiece, piece.size()));
    piece += body.substr(0, taken);
    body.remove_prefix(taken);
    ExpireAfter(timeout);
    auto [failure, count] = co_await asio::async_write(streams_->tls(), asio::buffer(piece), kConnectionUse);
    if (failure) co_return false;
    if (body.empty()) co_return true;
    piece.clear();
  }
}

void Connection::ExpireAfter(std::chrono::seconds timeout) { streams_->lowest().expires_after(timeout); }

void Connection::Close() {
  if (streams_) streams_->lowest().close();
}

Task<void> Connection::Shutdown() {
  if (PlainStream* const plain = streams_->plain()) {
    boost::system::error_code ignored;
    plain->socket().shutdown(Socket::shutdown_send, ignored);
    co_return;
  }
  ExpireAfter(kFarewell);
  co_await streams_->tls().async_shutdown(kConnectionUse);
}

Task<void> Connection::Linger() {
  boost::system::error_code ignored;
  PlainStream& lowest = streams_->lowest();
  lowest.socket().shutdown(Socket::shutdown_send, ignored);
  lowest.expires_after(kFarewell);
  std::array<char, 16 * 1024> waste;
  for (std::size_t total = 0; total < kMaxWaste;) {
    auto [failure, count] = co_await lowest.async_read_some(asio::buffer(waste), kConnectionUse);
    if (failure) co_return;
    total += count;
  }
}

std::shared_ptr<ByteStream> Connection::Release(std::string early) {
  const std::unique_ptr<Streams> streams = std::move(streams_);
  return std::visit([&early](auto& stream) { return MakeByteStream(std::move(stream), std::move(early)); },
                    streams->stream);
}
}  // namespace vss::http
