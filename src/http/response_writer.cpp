#include "http/response_writer.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

namespace vss::http {
namespace {
constexpr std::size_t kFilePiece = 256 * 1024;

// The kernel reads ahead, so that a read here finds its bytes in memory. A file that became shorter than the
// head promised ends the connection: the peer sees that something is missing.
Task<bool> WriteFile(Connection& connection, const FileBody& body, std::chrono::seconds timeout) {
  const int fd = body.file->get();
  posix_fadvise(fd, static_cast<off_t>(body.offset), static_cast<off_t>(body.length), POSIX_FADV_SEQUENTIAL);
  std::vector<char> piece(std::min<std::uint64_t>(body.length, kFilePiece));
  for (std::uint64_t sent = 0; sent < body.length;) {
    const std::size_t wanted = std::min<std::uint64_t>(piece.size(), body.length - sent);
    const ssize_t got = pread(fd, piece.data(), wanted, static_cast<off_t>(body.offset + sent));
    if (got <= 0) co_return false;
    const std::string_view bytes(piece.data(), static_cast<std::size_t>(got));
    if (!co_await connection.Write({}, bytes, timeout)) co_return false;
    sent += bytes.size();
  }
  co_return true;
}
}  // namespace

Task<bool> WriteResponse(Connection& connection, const Response& response, Method method,
                         Persistence persistence, std::chrono::seconds timeout) {
  const std::string head = RenderHead(response, persistence);
  const bool has_body = method != Method::kHead;
  const std::string_view body = has_body ? std::string_view(response.body) : std::string_view();
  if (!co_await connection.Write(head, body, timeout)) co_return false;
  if (response.file && has_body) co_return co_await WriteFile(connection, *response.file, timeout);
  co_return true;
}

Task<void> AnswerAndLinger(Connection& connection, Response response, Method method,
                           std::chrono::seconds timeout) {
  if (co_await WriteResponse(connection, response, method, Persistence::kClose, timeout))
    co_await connection.Linger();
}
}  // namespace vss::http
