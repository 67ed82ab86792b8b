#include "http/byte_stream.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include "http/streams.hpp"

namespace vss::http {
namespace asio = boost::asio;
namespace {
using LingerTimer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                               asio::wait_traits<std::chrono::steady_clock>, Executor>;
constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::size_t kMaxParts = 64;
constexpr std::chrono::seconds kLinger{2};
constexpr std::size_t kTlsReadBytes = 4096, kTlsWriteBytes = 64 * 1024;

/// Reads into one buffer that all connections of the thread share, so that an idle one holds none.
class PlainByteStream final : public ByteStream {
 public:
  PlainByteStream(Socket socket, std::string early) : socket_(std::move(socket)), early_(std::move(early)) {
    boost::system::error_code ignored;
    socket_.native_non_blocking(true, ignored);
  }

  void Start(User& user) override {
    user_ = &user;
    asio::post(socket_.get_executor(), [self = Self()] { self->Begin(); });
  }

  std::size_t Send(std::span<const std::string_view> parts) override {
    if (user_ == nullptr || failed_ || waits_) return 0;
    std::array<iovec, kMaxParts> vectors;
    std::size_t count = 0, wanted = 0;
    for (const std::string_view part : parts.first(std::min(parts.size(), kMaxParts))) {
      vectors[count++] = {const_cast<char*>(part.data()), part.size()};
      wanted += part.size();
    }
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = count;
    const ssize_t sent = sendmsg(socket_.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return Fail();
    const std::size_t taken = sent < 0 ? 0 : static_cast<std::size_t>(sent);
    if (taken < wanted || parts.size() > kMaxParts) WaitForRoom();
    return taken;
  }

  void Close() override {
    if (std::exchange(user_, nullptr) == nullptr) return;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
    socket_.shutdown(Socket::shutdown_send, ignored);
    const auto timer = std::make_shared<LingerTimer>(socket_.get_executor(), kLinger);
    timer->async_wait([self = Self()](const boost::system::error_code& cancelled) {
      boost::system::error_code unused;
      if (!cancelled) self->socket_.close(unused);
    });
    Discard(timer);
  }

 private:
  std::shared_ptr<PlainByteStream> Self() {
    return std::static_pointer_cast<PlainByteStream>(shared_from_this());
  }

  void Begin() {
    std::string early = std::exchange(early_, {});
    if (!early.empty() && user_ != nullptr) user_->OnBytes(early);
    WaitForBytes();
  }

  void WaitForBytes() {
    if (user_ == nullptr) return;
    socket_.async_wait(Socket::wait_read, [self = Self()](const boost::system::error_code& failure) {
      if (self->user_ != nullptr && !failure) self->Read();
    });
  }

  // One for all connections of the thread.
  static std::span<char> Buffer() {
    thread_local std::array<char, kReadBytes> buffer;
    return buffer;
  }

  void Read() {
    const std::span<char> buffer = Buffer();
    const ssize_t got = recv(socket_.native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return End();
    if (got > 0) user_->OnBytes(buffer.first(static_cast<std::size_t>(got)));
    WaitForBytes();
  }

  void Discard(const std::shared_ptr<LingerTimer>& timer) {
    socket_.async_wait(Socket::wait_read, [self = Self(), timer](const boost::system::error_code& failure) {
      if (failure) return;
      const std::span<char> waste = Buffer();
      const ssize_t got = recv(self->socket_.native_handle(), waste.data(), waste.size(), MSG_DONTWAIT);
      if (got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR))) return self->Discard(timer);
      boost::system::error_code ignored;
      self->socket_.close(ignored);
      timer->cancel();
    });
  }

  void WaitForRoom() {
    waits_ = true;
    socket_.async_wait(Socket::wait_write, [self = Self()](const boost::system::error_code& failure) {
      self->waits_ = false;
      if (self->user_ != nullptr && !failure) self->user_->OnWritable();
    });
  }

  // The caller of Send() is in the middle of something: it is told a turn later.
  std::size_t Fail() {
    failed_ = true;
    asio::post(socket_.get_executor(), [self = Self()] { self->End(); });
    return 0;
  }

  void End() {
    if (User* user = std::exchange(user_, nullptr)) user->OnEnd();
  }

  Socket socket_;
  std::string early_;
  User* user_ = nullptr;
  bool waits_ = false, failed_ = false;
};

/// OpenSSL encrypts from one buffer of ours into its own, so bytes are copied here.
class TlsByteStream final : public ByteStream {
 public:
  TlsByteStream(TlsStream stream, std::string early) : stream_(std::move(stream)), in_(std::move(early)) {
    boost::beast::get_lowest_layer(stream_).expires_never();
  }

  void Start(User& user) override {
    user_ = &user;
    asio::post(stream_.get_executor(), [self = Self()] { self->Take(self->in_.size()); });
  }

  std::size_t Send(std::span<const std::string_view> parts) override {
    if (user_ == nullptr || failed_) return 0;
    std::size_t wanted = 0;
    for (const std::string_view part : parts) wanted += part.size();
    if (!out_.empty()) {
      wants_room_ = wanted > 0;
      return 0;
    }
    for (const std::string_view part : parts)
      out_.append(part.substr(0, std::min(part.size(), kTlsWriteBytes - out_.size())));
    wants_room_ = out_.size() < wanted;
    const std::size_t taken = out_.size();
    if (taken > 0) Write();
    return taken;
  }

  void Close() override {
    user_ = nullptr;
    boost::beast::get_lowest_layer(stream_).close();
  }

 private:
  std::shared_ptr<TlsByteStream> Self() {
    return std::static_pointer_cast<TlsByteStream>(shared_from_this());
  }

  void Take(std::size_t count) {
    if (user_ != nullptr && count > 0) user_->OnBytes(std::span(in_).first(count));
    if (user_ == nullptr) return;
    in_.resize(kTlsReadBytes);
    stream_.async_read_some(asio::buffer(in_),
                            [self = Self()](const boost::system::error_code& failure, std::size_t got) {
                              if (failure) return self->End();
                              self->Take(got);
                            });
  }

  void Write() {
    asio::async_write(stream_, asio::buffer(out_),
                      [self = Self()](const boost::system::error_code& failure, std::size_t) {
                        self->out_.clear();
                        self->out_.shrink_to_fit();
                        if (failure) return self->End();
                        if (self->user_ != nullptr && std::exchange(self->wants_room_, false))
                          self->user_->OnWritable();
                      });
  }

  void End() {
    failed_ = true;
    if (User* user = std::exchange(user_, nullptr)) user->OnEnd();
  }

  TlsStream stream_;
  std::string in_, out_;
  User* user_ = nullptr;
  bool wants_room_ = false, failed_ = false;
};
}  // namespace

std::shared_ptr<ByteStream> MakeByteStream(PlainStream&& stream, std::string early) {
  return std::make_shared<PlainByteStream>(stream.release_socket(), std::move(early));
}

std::shared_ptr<ByteStream> MakeByteStream(TlsStream&& stream, std::string early) {
  return std::make_shared<TlsByteStream>(std::move(stream), std::move(early));
}
}  // namespace vss::http
