#pragma once
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/rate_policy.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include "http/sockets.hpp"

/// The stream types below a connection; only connection.cpp and byte_stream.cpp include this, because it is
/// slow to compile.
namespace vss::http {
using PlainStream = boost::beast::basic_stream<Tcp, Executor, boost::beast::unlimited_rate_policy>;
using TlsStream = boost::beast::ssl_stream<PlainStream>;
class ByteStream;

/// `early` is what the peer sent behind its request already.
std::shared_ptr<ByteStream> MakeByteStream(PlainStream&& stream, std::string early);
std::shared_ptr<ByteStream> MakeByteStream(TlsStream&& stream, std::string early);
}  // namespace vss::http
