#pragma once
#include <boost/asio/ip/tcp.hpp>

#include "base/async/task.hpp"

namespace vss::http {
using Tcp = boost::asio::ip::tcp;
using Socket = boost::asio::basic_stream_socket<Tcp, Executor>;
}  // namespace vss::http
