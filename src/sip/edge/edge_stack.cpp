#include "sip/edge/edge_stack.hpp"

namespace vss::sip {

EdgeStack::EdgeStack(const Clock& clock, Random& random, ShardSwitch& shards, Settings& settings)
    : shards_(shards),
      self_(settings.bound.stack.shard),
      admission_(clock, random, std::move(settings.admission)),
      router_(shards, self_) {}

std::expected<std::unique_ptr<EdgeStack>, std::string> EdgeStack::Open(boost::asio::io_context& io,
                                                                       const Clock& clock, Random& random,
                                                                       ShardSwitch& shards,
                                                                       Settings settings) {
  std::unique_ptr<EdgeStack> edge(new EdgeStack(clock, random, shards, settings));
  auto bound =
      BoundStack::Open(io, clock, random, std::move(settings.bound), {&edge->admission_, &edge->router_});
  if (!bound) return std::unexpected(bound.error());
  edge->bound_ = std::move(*bound);
  TcpTransport* const tcp = edge->bound_->tcp();
  if (tcp != nullptr) {
    edge->streams_ = std::make_unique<ShardedStreams>(shards, edge->self_, *tcp);
    edge->stack().Use(Transport::kTcp, *edge->streams_);
  }
  shards.Attach(edge->self_, &edge->stack(), tcp);
  return edge;
}

EdgeStack::~EdgeStack() {
  if (bound_) shards_.Attach(self_, nullptr, nullptr);
}
}  // namespace vss::sip
