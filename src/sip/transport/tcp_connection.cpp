#include "sip/transport/tcp_connection.hpp"

#include <boost/asio/write.hpp>

namespace vss::sip {
namespace asio = boost::asio;
namespace {
constexpr std::size_t kReadBytes = 16 << 10;
constexpr int kReadsPerTurn = 4;  ///< then the loop serves others
}  // namespace

TcpConnection::TcpConnection(TcpTransport& owner, asio::ip::tcp::socket socket, Flow flow)
    : owner_(&owner), socket_(std::move(socket)), flow_(std::move(flow)) {
  SetDeadline();
}

void TcpConnection::StartConnecting() {
  connecting_ = in_use_ = true;
  deadline_ = std::chrono::steady_clock::now() + owner_->settings_.connect_timeout;
  socket_.async_connect({flow_.remote.address, flow_.remote.port},
                        [self = shared_from_this()](boost::system::error_code error) {
                          if (self->owner_ == nullptr) return;
                          self->connecting_ = false;
                          if (error) {
                            ++self->owner_->counters_.connect_failures;
                            self->owner_->Remove(*self);
                            return;
                          }
                          ++self->owner_->counters_.connected;
                          self->StartReading();
                          self->Flush();
                        });
}

void TcpConnection::StartReading() {
  boost::system::error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
  SetDeadline();
  Wait();
}

/// Waits without a buffer, so that a silent connection costs little memory.
void TcpConnection::Wait() {
  socket_.async_wait(asio::ip::tcp::socket::wait_read,
                     [self = shared_from_this()](boost::system::error_code error) {
                       if (self->owner_ == nullptr) return;
                       if (error) {
                         self->owner_->Remove(*self);
                         return;
                       }
                       self->Read();
                     });
}

void TcpConnection::Read() {
  std::array<char, kReadBytes> buffer;
  for (int turn = 0; turn < kReadsPerTurn; ++turn) {
    boost::system::error_code error;
    const std::size_t count = socket_.read_some(asio::buffer(buffer), error);
    if (error == asio::error::would_block) break;
    if (error) {
      owner_->Remove(*this);
      return;
    }
    framer_.Append({buffer.data(), count});
    if (!HandOut()) return;
    if (count < buffer.size()) break;
  }
  Wait();
}

/// False when the connection is closed after it.
bool TcpConnection::HandOut() {
  while (owner_ != nullptr) {
    const auto [kind, message] = framer_.Next();
    switch (kind) {
      case Framer::Kind::kMessage:
        message_begun_ = false;
        in_use_ = true;
        ++owner_->counters_.received;
        owner_->receiver_.OnBytes(flow_, message);
        break;
      case Framer::Kind::kPing:
        ++owner_->counters_.pings;
        if (!Write("\r\n")) owner_->Remove(*this);
        break;
      case Framer::Kind::kMalformed:
        ++owner_->counters_.bad_framing;
        owner_->Remove(*this);
        break;
      case Framer::Kind::kNeedMore:
        SetDeadline();
        return true;
    }
  }
  return false;
}

/// A message that has begun must end in time: bytes that trickle in do not prolong it. Neither do pings keep
/// a connection open on which no message ever came.
void TcpConnection::SetDeadline() {
  const auto now = std::chrono::steady_clock::now();
  if (!framer_.InMessage() && in_use_) {
    deadline_ = now + owner_->settings_.idle_timeout;
    message_begun_ = false;
  } else if (!message_begun_) {
    deadline_ = now + owner_->settings_.message_timeout;
    message_begun_ = true;
  }
}

bool TcpConnection::Write(std::string bytes) {
  if (waiting_.size() + writing_.size() + bytes.size() > owner_->settings_.max_queued_bytes) {
    ++owner_->counters_.slow_readers;
    return false;
  }
  waiting_ += bytes;
  if (!connecting_) Flush();
  return true;
}

void TcpConnection::Flush() {
  if (!writing_.empty() || waiting_.empty()) return;
  std::swap(writing_, waiting_);
  asio::async_write(socket_, asio::buffer(writing_),
                    [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                      std::string().swap(self->writing_);  // a connection that is quiet keeps no buffer
                      if (self->owner_ == nullptr) return;
                      if (error) {
                        self->owner_->Remove(*self);
                      } else {
                        self->Flush();
                      }
                    });
}

void TcpConnection::Close() {
  owner_ = nullptr;
  boost::system::error_code ignored;
  socket_.close(ignored);
}
}  // namespace vss::sip
