#include "sip/transport/udp.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <cstring>

#include "base/log.hpp"

namespace vss::sip {
namespace asio = boost::asio;
using asio::ip::udp;
namespace {
constexpr std::size_t kBatch = 32;
constexpr std::size_t kDatagramBytes = 65'536;
constexpr int kBatchesPerTurn = 8;  ///< then the loop serves others

template <int Level, int Name>
using IntegerOption = asio::detail::socket_option::integer<Level, Name>;

/// The kernel gives at most net.core.[rw]mem_max.
void SetBuffer(udp::socket& socket, int wanted) {
  boost::system::error_code ignored;
  socket.set_option(asio::socket_base::receive_buffer_size(wanted), ignored);
  socket.set_option(asio::socket_base::send_buffer_size(wanted), ignored);
  asio::socket_base::receive_buffer_size got;
  socket.get_option(got, ignored);
  if (got.value() >= wanted) return;
  log::Warning("SIP", "the kernel gives a smaller receive buffer than asked; raise net.core.rmem_max",
               {{"wanted_bytes", wanted}, {"bytes", got.value()}});
}

/// IPv4 peers of an IPv6 socket are IPv4 peers.
Endpoint ToEndpoint(const udp::endpoint& peer) {
  const auto& address = peer.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return {asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()), peer.port()};
  }
  return {address, peer.port()};
}
}  // namespace

struct UdpTransport::Batch {
  // Not cleared: memory that no datagram reaches is never touched.
  std::unique_ptr<char[]> bytes = std::make_unique_for_overwrite<char[]>(kBatch * kDatagramBytes);
  std::array<udp::endpoint, kBatch> peers;
  std::array<iovec, kBatch> parts{};
  std::array<std::array<char, CMSG_SPACE(sizeof(std::uint32_t))>, kBatch> control{};
  std::array<mmsghdr, kBatch> headers{};

  void Prepare() {
    for (std::size_t i = 0; i < kBatch; ++i) {
      parts[i] = {bytes.get() + i * kDatagramBytes, kDatagramBytes};
      msghdr& header = headers[i].msg_hdr;
      header = {};
      header.msg_name = peers[i].data();
      header.msg_namelen = static_cast<socklen_t>(peers[i].capacity());
      header.msg_iov = &parts[i];
      header.msg_iovlen = 1;
      header.msg_control = control[i].data();
      header.msg_controllen = control[i].size();
    }
  }
};

UdpTransport::UdpTransport(asio::io_context& io, std::uint16_t shard, TransportReceiver& receiver)
    : socket_(io),
      receiver_(receiver),
      shard_(shard),
      batch_(std::make_unique<Batch>()),
      self_(std::make_shared<UdpTransport*>(this)) {}

UdpTransport::~UdpTransport() { Close(); }

std::expected<std::unique_ptr<UdpTransport>, std::string> UdpTransport::Open(asio::io_context& io,
                                                                             const Settings& settings,
                                                                             TransportReceiver& receiver) {
  std::unique_ptr<UdpTransport> transport(new UdpTransport(io, settings.shard, receiver));
  const udp::endpoint local(settings.local.address, settings.local.port);
  udp::socket& socket = transport->socket_;
  boost::system::error_code error;
  socket.open(local.protocol(), error);
  // A port of the kernel's choice is nobody else's.
  if (!error && settings.local.port != 0)
    socket.set_option(IntegerOption<SOL_SOCKET, SO_REUSEPORT>(1), error);
  if (!error) socket.set_option(IntegerOption<SOL_SOCKET, SO_RXQ_OVFL>(1), error);
  if (!error) socket.non_blocking(true, error);
  if (!error) socket.bind(local, error);
  if (error) return std::unexpected(fmt::format("UDP {}: {}", settings.local.str(), error.message()));
  SetBuffer(socket, settings.buffer_bytes);
  transport->local_ = ToEndpoint(socket.local_endpoint());
  transport->Wait();
  return transport;
}

void UdpTransport::Wait() {
  socket_.async_wait(udp::socket::wait_read, [weak = std::weak_ptr(self_)](boost::system::error_code error) {
    const auto self = weak.lock();
    if (error || !self) return;
    (*self)->Read();
    if ((*self)->socket_.is_open()) (*self)->Wait();
  });
}

void UdpTransport::Read() {
  for (int turn = 0; turn < kBatchesPerTurn && socket_.is_open(); ++turn) {
    batch_->Prepare();
    const int count =
        recvmmsg(socket_.native_handle(), batch_->headers.data(), kBatch, MSG_DONTWAIT, nullptr);
    if (count <= 0) return;  // nothing more, or an ICMP error of an earlier send, which reading has cleared
    for (std::size_t i = 0; i < static_cast<std::size_t>(count) && socket_.is_open(); ++i) {
      const mmsghdr& message = batch_->headers[i];
      for (cmsghdr* c = CMSG_FIRSTHDR(&message.msg_hdr); c != nullptr;
           c = CMSG_NXTHDR(const_cast<msghdr*>(&message.msg_hdr), c)) {
        std::uint32_t drops = 0;
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SO_RXQ_OVFL) continue;
        std::memcpy(&drops, CMSG_DATA(c), sizeof drops);
        counters_.kernel_drops = drops;
      }
      if ((message.msg_hdr.msg_flags & MSG_TRUNC) != 0) {
        ++counters_.truncated;
        continue;
      }
      batch_->peers[i].resize(message.msg_hdr.msg_namelen);
      ++counters_.received;
      const Flow flow{.transport = Transport::kUdp, .remote = ToEndpoint(batch_->peers[i]), .shard = shard_};
      receiver_.OnBytes(flow, {static_cast<const char*>(batch_->parts[i].iov_base), message.msg_len});
    }
    if (static_cast<std::size_t>(count) < kBatch) return;
  }
}

SendResult UdpTransport::Send(const Flow& flow, std::string bytes) {
  if (!socket_.is_open()) return SendResult::kFailed;
  auto address = flow.remote.address;
  if (address.is_v4() && local_.address.is_v6()) {
    address = asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4());
  }
  boost::system::error_code error;
  socket_.send_to(asio::buffer(bytes), {address, flow.remote.port}, 0, error);
  // §18.4: what an ICMP error reports here may be of an earlier datagram; this one has not been sent then.
  if (error == asio::error::connection_refused) {
    socket_.send_to(asio::buffer(bytes), {address, flow.remote.port}, 0, error);
  }
  // A full send buffer is like a loss on the way: the transaction sends again.
  if (!error || error == asio::error::would_block || error == asio::error::no_buffer_space) {
    ++counters_.sent;
    return SendResult::kSent;
  }
  ++counters_.send_failures;
  return SendResult::kFailed;
}

void UdpTransport::Close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}
}  // namespace vss::sip
