#pragma once
#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "http/sockets.hpp"

namespace boost::asio::ssl {
class context;
}

namespace vss::http {
class ByteStream;
struct TlsFiles;

using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

/// Throws Error when the certificate or its key cannot be used.
TlsContext LoadTls(const TlsFiles& files);

/// A client's connection, over TLS or not: the one place that knows the difference, so that whatever speaks
/// HTTP is compiled once. On one loop; one read and one write at a time. What takes longer than ExpireAfter()
/// said fails, and so does everything after Close().
class Connection {
 public:
  /// Without `tls` the bytes go as they are.
  Connection(Socket socket, const TlsContext& tls);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  struct Read {
    boost::system::error_code failure;
    std::size_t bytes = 0;
  };

  /// Of TLS, before anything else; true at once where there is none.
  Task<bool> Handshake();
  /// What there is, at least a byte.
  Task<Read> ReadSome(boost::asio::mutable_buffer into);
  /// Both, one behind the other; `timeout` is for each piece that is sent.
  Task<bool> Write(std::string_view head, std::string_view body, std::chrono::seconds timeout);
  void ExpireAfter(std::chrono::seconds timeout);
  void Close();
  /// Says to the peer that nothing more comes.
  Task<void> Shutdown();
  /// The same; what the peer still sends is read and thrown away for a moment first, or the reset that
  /// follows unread data would destroy the answer on its way.
  Task<void> Linger();
  /// The connection without HTTP; this one is an empty shell then. `early` is what was read of it already.
  std::shared_ptr<ByteStream> Release(std::string early);

  /// The peer's address.
  const std::string& remote() const { return remote_; }

 private:
  struct Streams;
  std::string remote_;
  std::unique_ptr<Streams> streams_;
};
}  // namespace vss::http
