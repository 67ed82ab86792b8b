#include "media/datagrams.hpp"

namespace vss::media {

ReceiveBatch::ReceiveBatch() {
  headers_ = {};
  for (std::size_t n = 0; n < kBatch; ++n) {
    slices_[n] = {buffers_[n].data(), buffers_[n].size()};
    headers_[n].msg_hdr.msg_iov = &slices_[n];
    headers_[n].msg_hdr.msg_iovlen = 1;
    headers_[n].msg_hdr.msg_name = from_[n].data();
  }
}

std::size_t ReceiveBatch::Read(int socket) {
  for (std::size_t n = 0; n < kBatch; ++n)
    headers_[n].msg_hdr.msg_namelen = static_cast<socklen_t>(from_[n].capacity());
  const int received = ::recvmmsg(socket, headers_.data(), kBatch, MSG_DONTWAIT, nullptr);
  if (received <= 0) return 0;
  for (int n = 0; n < received; ++n) from_[n].resize(headers_[n].msg_hdr.msg_namelen);
  return static_cast<std::size_t>(received);
}

SendBatch::SendBatch() {
  headers_ = {};
  for (std::size_t n = 0; n < kBatch; ++n) {
    headers_[n].msg_hdr.msg_iov = &slices_[n];
    headers_[n].msg_hdr.msg_iovlen = 1;
  }
}

std::span<std::uint8_t> SendBatch::Add(int socket, const boost::asio::ip::udp::endpoint& to,
                                       std::size_t bytes) {
  if (bytes > kMaxDatagram) return {};
  if (socket != socket_ || used_ == kBatch) Flush();
  socket_ = socket;
  const std::size_t n = used_++;
  to_[n] = to;
  slices_[n] = {buffers_[n].data(), bytes};
  headers_[n].msg_hdr.msg_name = to_[n].data();
  headers_[n].msg_hdr.msg_namelen = static_cast<socklen_t>(to_[n].size());
  return {buffers_[n].data(), bytes};
}

void SendBatch::Flush() {
  std::size_t done = 0;
  while (done < used_) {
    const int sent = ::sendmmsg(socket_, &headers_[done], static_cast<unsigned>(used_ - done),
                                MSG_DONTWAIT | MSG_NOSIGNAL);
    done +=
        sent > 0 ? static_cast<std::size_t>(sent) : 1;  // the first of them cannot be sent: go on behind it
  }
  used_ = 0;
}
}  // namespace vss::media
