#pragma once
#include <chrono>

#include "http/connection.hpp"
#include "http/response_head.hpp"

namespace vss::http {

/// Sends a response, a file of it piece by piece; each piece has `timeout`. False when it did not all go out.
Task<bool> WriteResponse(Connection& connection, const Response& response, Method method,
                         Persistence persistence, std::chrono::seconds timeout);

/// Sends the last response of a connection whose peer may still be sending.
Task<void> AnswerAndLinger(Connection& connection, Response response, Method method,
                           std::chrono::seconds timeout);
}  // namespace vss::http
