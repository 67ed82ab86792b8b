#pragma once
#include <boost/beast/core/flat_buffer.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/connection.hpp"
#include "http/dispatcher.hpp"
#include "http/response_head.hpp"
#include "http/server.hpp"

namespace vss::http {

/// What one connection says, request by request. Whatever is no request is refused here.
class RequestReader {
 public:
  /// `uploads` bounds how many bodies are taken into files at once.
  RequestReader(Connection& connection, Dispatcher& dispatcher, const ServerOptions& options,
                std::shared_ptr<ConnectionBudget> uploads);

  struct Incoming {
    Request request;
    Persistence persistence = Persistence::kKeepAlive;
  };
  /// Nothing: the connection is to be closed; whatever had to be said to the peer has been said.
  Task<std::optional<Incoming>> Next();

  /// What came behind the last request.
  std::string_view received() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
  }

 private:
  struct Head;
  struct Body;

  Task<bool> WaitForRequest();
  Task<boost::system::error_code> ReadMore();
  Task<bool> TakeBody(Incoming& incoming, Head& head);
  Task<void> Refuse(const Error& error, Method method);
  std::string RemoteAddress(const Request& request) const;

  Connection& connection_;
  Dispatcher& dispatcher_;
  const ServerOptions& options_;
  std::shared_ptr<ConnectionBudget> uploads_;
  boost::beast::flat_buffer buffer_;
};
}  // namespace vss::http
