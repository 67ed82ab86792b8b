#pragma once
#include <sys/socket.h>

#include <array>
#include <boost/asio/ip/udp.hpp>
#include <span>

/// Batches of datagrams: one system call for several (recvmmsg, sendmmsg).
namespace vss::media {

inline constexpr std::size_t kBatch = 16, kMaxDatagram = 2048;

/// What one call received. Shared by the streams of an engine; valid until the next Read.
class ReceiveBatch {
 public:
  ReceiveBatch();
  ReceiveBatch(const ReceiveBatch&) = delete;
  ReceiveBatch& operator=(const ReceiveBatch&) = delete;

  /// Up to kBatch datagrams of a non-blocking socket; 0 when there is none.
  std::size_t Read(int socket);
  /// Longer datagrams than kMaxDatagram are cut, and no codec takes them for whole.
  std::span<const std::uint8_t> bytes(std::size_t n) const {
    return {buffers_[n].data(), headers_[n].msg_len};
  }
  const boost::asio::ip::udp::endpoint& from(std::size_t n) const { return from_[n]; }

 private:
  std::array<std::array<std::uint8_t, kMaxDatagram>, kBatch> buffers_;
  std::array<boost::asio::ip::udp::endpoint, kBatch> from_;
  std::array<iovec, kBatch> slices_;
  std::array<mmsghdr, kBatch> headers_;
};

/// Collects datagrams of one socket and sends them together; another socket or a full batch sends what there
/// is. What the kernel does not take is lost, as on any network.
class SendBatch {
 public:
  SendBatch();
  SendBatch(const SendBatch&) = delete;
  SendBatch& operator=(const SendBatch&) = delete;

  /// Room for `bytes` to `to`, to be filled before the next call; empty when it is too long.
  std::span<std::uint8_t> Add(int socket, const boost::asio::ip::udp::endpoint& to, std::size_t bytes);
  void Flush();

 private:
  std::array<std::array<std::uint8_t, kMaxDatagram>, kBatch> buffers_;
  std::array<boost::asio::ip::udp::endpoint, kBatch> to_;
  std::array<iovec, kBatch> slices_;
  std::array<mmsghdr, kBatch> headers_;
  int socket_ = -1;
  std::size_t used_ = 0;
};
}  // namespace vss::media
