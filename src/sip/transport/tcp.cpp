#include "sip/transport/tcp.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <boost/asio/post.hpp>

#include "sip/transport/tcp_connection.hpp"

namespace vss::sip {
namespace asio = boost::asio;
using asio::ip::tcp;
namespace {
constexpr std::chrono::milliseconds kLongestSweep{1'000};
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

Endpoint PeerOf(const tcp::endpoint& peer) {
  const auto& address = peer.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return {asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()), peer.port()};
  }
  return {address, peer.port()};
}
}  // namespace

TcpTransport::TcpTransport(asio::io_context& io, const Settings& settings, TransportReceiver& receiver)
    : io_(io),
      settings_(settings),
      receiver_(receiver),
      acceptor_(io),
      timer_(io),
      self_(std::make_shared<TcpTransport*>(this)) {
  if (!settings_.budget) settings_.budget = std::make_shared<ConnectionBudget>(ConnectionBudget::Limits{});
}

TcpTransport::~TcpTransport() { Close(); }

std::expected<std::unique_ptr<TcpTransport>, std::string> TcpTransport::Open(asio::io_context& io,
                                                                             const Settings& settings,
                                                                             TransportReceiver& receiver) {
  std::unique_ptr<TcpTransport> transport(new TcpTransport(io, settings, receiver));
  const tcp::endpoint local(settings.local.address, settings.local.port);
  tcp::acceptor& acceptor = transport->acceptor_;
  boost::system::error_code error;
  acceptor.open(local.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && settings.local.port != 0) acceptor.set_option(ReusePort(true), error);
  if (!error) acceptor.bind(local, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return std::unexpected(fmt::format("TCP {}: {}", settings.local.str(), error.message()));
  transport->local_ = PeerOf(acceptor.local_endpoint());
  transport->Accept();
  transport->Sweep();
  return transport;
}

void TcpTransport::Accept() {
  acceptor_.async_accept([weak = std::weak_ptr(self_)](boost::system::error_code error, tcp::socket socket) {
    const auto self = weak.lock();
    if (!self || !(*self)->acceptor_.is_open()) return;
    if (!error) (*self)->OnAccepted(std::move(socket));
    // Out of file descriptors: the sweep accepts again, so that the loop does not spin.
    if (error == asio::error::no_descriptors) {
      (*self)->accept_paused_ = true;
    } else {
      (*self)->Accept();
    }
  });
}

void TcpTransport::OnAccepted(tcp::socket socket) {
  boost::system::error_code error;
  const Endpoint remote = PeerOf(socket.remote_endpoint(error));
  if (error) return;
  if (!settings_.budget->Take(remote.address)) {
    ++counters_.refused;
    return;
  }
  ++counters_.accepted;
  Add(std::move(socket), remote)->StartReading();
}

std::shared_ptr<TcpConnection> TcpTransport::Add(tcp::socket socket, const Endpoint& remote) {
  const Flow flow{
      .transport = Transport::kTcp, .remote = remote, .connection = ++last_id_, .shard = settings_.shard};
  auto connection = std::make_shared<TcpConnection>(*this, std::move(socket), flow);
  connections_.emplace(flow.connection, connection);
  by_peer_.emplace(remote.str(), flow.connection);
  return connection;
}

std::shared_ptr<TcpConnection> TcpTransport::Find(const Flow& flow) const {
  if (flow.connection != 0) {
    const auto found = connections_.find(flow.connection);
    return found == connections_.end() ? nullptr : found->second;
  }
  const auto found = by_peer_.find(flow.remote.str());
  return found == by_peer_.end() ? nullptr : connections_.at(found->second);
}

std::shared_ptr<TcpConnection> TcpTransport::Connect(const Endpoint& remote) {
  if (!acceptor_.is_open() || !settings_.budget->Take(remote.address)) {
    ++counters_.refused;
    return nullptr;
  }
  const auto connection = Add(tcp::socket(io_), remote);
  connection->StartConnecting();
  return connection;
}

SendResult TcpTransport::Send(const Flow& flow, std::string bytes) {
  auto connection = Find(flow);
  if (!connection && flow.connection == 0) connection = Connect(flow.remote);
  if (!connection) return SendResult::kFailed;
  if (!connection->Write(std::move(bytes))) {
    Remove(*connection);
    return SendResult::kFailed;
  }
  ++counters_.sent;
  return SendResult::kSent;
}

/// The receiver hears of it from the loop: this may be inside one of its calls.
void TcpTransport::Remove(TcpConnection& connection) {
  const Flow& flow = connection.flow();  // kept below, so it outlives the entry
  const auto found = connections_.find(flow.connection);
  if (found == connections_.end()) return;
  const auto kept = found->second;
  connections_.erase(found);
  const auto [begin, end] = by_peer_.equal_range(flow.remote.str());
  by_peer_.erase(
      std::find_if(begin, end, [&](const auto& entry) { return entry.second == flow.connection; }));
  settings_.budget->Give(flow.remote.address);
  ++counters_.closed;
  kept->Close();
  asio::post(io_, [weak = std::weak_ptr(self_), flow] {
    if (const auto self = weak.lock()) (*self)->receiver_.OnFlowClosed(flow);
  });
}

/// One timer for the deadlines of all connections.
void TcpTransport::Sweep() {
  const auto now = std::chrono::steady_clock::now();
  std::vector<std::shared_ptr<TcpConnection>> late;
  for (const auto& [id, connection] : connections_) {
    if (connection->deadline() <= now) late.push_back(connection);
  }
  for (const auto& connection : late) {
    ++(connection->connecting() ? counters_.connect_failures : counters_.idle_timeouts);
    Remove(*connection);
  }
  if (std::exchange(accept_paused_, false)) Accept();
  timer_.expires_after(std::min({kLongestSweep, settings_.idle_timeout / 4, settings_.message_timeout / 4,
                                 settings_.connect_timeout / 4}));
  timer_.async_wait([weak = std::weak_ptr(self_)](boost::system::error_code error) {
    const auto self = weak.lock();
    if (!error && self && (*self)->acceptor_.is_open()) (*self)->Sweep();
  });
}

TcpTransport::Counters TcpTransport::counters() const {
  Counters counters = counters_;
  counters.open = connections_.size();
  return counters;
}

void TcpTransport::Close() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  timer_.cancel();
  for (const auto& [id, connection] : std::exchange(connections_, {})) {
    settings_.budget->Give(connection->flow().remote.address);
    connection->Close();
  }
  by_peer_.clear();
}
}  // namespace vss::sip
