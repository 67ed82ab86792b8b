#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace vss {
using Executor = boost::asio::io_context::executor_type;

/// A coroutine on a Loop. Lazy: it starts when it is awaited.
template <class T = void>
using Task = boost::asio::awaitable<T, Executor>;
}  // namespace vss
