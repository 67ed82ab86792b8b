#include "sip/shard/bound_stack.hpp"

namespace vss::sip {

namespace {
constexpr int kMostTries = 16;
}

// The kernel picks a port that is free for UDP; for TCP somebody may have it.
std::expected<std::unique_ptr<BoundStack>, std::string> BoundStack::Open(
    boost::asio::io_context& io, const Clock& clock, Random& random, Settings settings,
    const std::vector<ReceiverFilter*>& filters) {
  for (int left = settings.local.port == 0 ? kMostTries : 1;;) {
    auto bound = OpenOnce(io, clock, random, settings, filters);
    if (bound || --left == 0) return bound;
  }
}

std::expected<std::unique_ptr<BoundStack>, std::string> BoundStack::OpenOnce(
    boost::asio::io_context& io, const Clock& clock, Random& random, Settings settings,
    const std::vector<ReceiverFilter*>& filters) {
  std::unique_ptr<BoundStack> bound(new BoundStack(io, clock, random, settings.stack));
  TransportReceiver* receiver = &bound->stack_;
  for (auto filter = filters.rbegin(); filter != filters.rend(); ++filter) {
    (*filter)->PassTo(*receiver);
    receiver = *filter;
  }
  settings.udp.local = settings.local;
  settings.udp.shard = settings.stack.shard;
  auto udp = UdpTransport::Open(io, settings.udp, *receiver);
  if (!udp) return std::unexpected(udp.error());
  bound->udp_ = std::move(*udp);
  bound->stack_.Use(Transport::kUdp, *bound->udp_);
  if (settings.stack.sent_by.empty()) bound->stack_.SetSentBy(bound->local().str());
  if (settings.tcp == Settings::Tcp::kNone) return bound;
  settings.tcp_limits.local = bound->local();
  settings.tcp_limits.shard = settings.stack.shard;
  auto tcp = TcpTransport::Open(io, settings.tcp_limits, *receiver);
  if (!tcp) return std::unexpected(tcp.error());
  bound->tcp_ = std::move(*tcp);
  bound->stack_.Use(Transport::kTcp, *bound->tcp_);
  return bound;
}

void BoundStack::Close() {
  if (udp_) udp_->Close();
  if (tcp_) tcp_->Close();
}
}  // namespace vss::sip
