#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/rate_policy.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "base/async/task.hpp"

/// The socket types of the server; only server.cpp and byte_stream.cpp include this, because it is slow to
/// compile.
namespace vss::http {
using Tcp = boost::asio::ip::tcp;
using Socket = boost::asio::basic_stream_socket<Tcp, Executor>;
using PlainStream = boost::beast::basic_stream<Tcp, Executor, boost::beast::unlimited_rate_policy>;
using TlsStream = boost::beast::ssl_stream<PlainStream>;
class ByteStream;

/// `early` is what the peer sent behind its request already.
std::shared_ptr<ByteStream> MakeByteStream(PlainStream&& stream, std::string early);
std::shared_ptr<ByteStream> MakeByteStream(TlsStream&& stream, std::string early);
}  // namespace vss::http
